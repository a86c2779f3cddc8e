using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PProcess.Reactive.Exchanges;
using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive.Mappings;

/// <summary>One enumeration of a map whose function gives many results: the channels of its tasks, in the order of the inputs.</summary>
/// <remarks>At most twice the limit of inputs are pulled ahead of the consumer, and no more than <see cref="ExchangeOptions.BufferCapacity"/> wait.</remarks>
internal sealed class StreamRun<T> : IAsyncDisposable
{
    private static readonly TimeSpan SourceGrace = TimeSpan.FromSeconds(1);

    private readonly Channel<ExchangeTask> _tasks;
    private readonly Dispatcher _dispatcher;
    private readonly CancellationTokenSource _ending;
    private readonly Mapping<T> _mapping;
    private readonly InvocationBuffer _call;
    private readonly Task _pump;

    public StreamRun(IAsyncEnumerable<T> source, Mapping<T> mapping, ExchangeOptions options, CancellationToken cancellationToken)
    {
        _mapping = mapping;
        _call = mapping.BufferFor(source);
        _dispatcher = Dispatcher.ForMap(options);
        _tasks = Channel.CreateBounded<ExchangeTask>(Math.Min(options.Limit ?? int.MaxValue, options.BufferCapacity));
        _ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _pump = Task.Run(() => PumpAsync(source), CancellationToken.None);
    }

    public async IAsyncEnumerable<ProcessChannel> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var task in _tasks.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return task.Channel;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _dispatcher.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAny(_pump, Task.Delay(SourceGrace)).ConfigureAwait(false);
        if (_pump.IsCompleted)
        {
            _ending.Dispose();
        }
    }

    private Invocation Bind(T input)
    {
        _mapping.Add(_call, input);
        return _call.Take();
    }

    private async Task PumpAsync(IAsyncEnumerable<T> source)
    {
        try
        {
            await foreach (var input in source.WithCancellation(_ending.Token).ConfigureAwait(false))
            {
                var task = new ExchangeTask(Bind(input), _dispatcher);
                _dispatcher.Post(task);
                await _tasks.Writer.WriteAsync(task, _ending.Token).ConfigureAwait(false);
            }

            _tasks.Writer.TryComplete();
        }
        catch (Exception error)
        {
            _tasks.Writer.TryComplete(error); // The source's failure reaches the consumer behind the results of what it gave before.
        }
    }
}
