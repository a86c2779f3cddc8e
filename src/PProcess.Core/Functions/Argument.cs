using PProcess.Framing;
using PProcess.Serialization;
using PProcess.Workers;

namespace PProcess.Functions;

/// <summary>Where a function's parameter gets its value from, in the worker: from the message, or from the task.</summary>
internal abstract class Argument<T>
{
    private static readonly Argument<T> Source = Create();

    public static T Read(ref MessageReader message, TaskContext task) => Source.Get(ref message, task);

    protected abstract T Get(ref MessageReader message, TaskContext task);

    private static Argument<T> Create()
    {
        object source = typeof(T) switch
        {
            var type when type == typeof(ProcessChannel) => new TheChannel(),
            var type when type == typeof(CancellationToken) => new TheToken(),
            var type when ProgressReceiver.IsProgress(type) =>
                Activator.CreateInstance(typeof(Argument<>.TheProgress<>).MakeGenericType([typeof(T), .. type.GetGenericArguments()]))!,
            _ => new Received(),
        };
        return (Argument<T>)source;
    }

    private sealed class Received : Argument<T>
    {
        protected override T Get(ref MessageReader message, TaskContext task)
        {
            using var functions = FunctionScope.Open();
            return ValueCodec<T>.Default.Read(ref message);
        }
    }

    private sealed class TheChannel : Argument<ProcessChannel>
    {
        protected override ProcessChannel Get(ref MessageReader message, TaskContext task) => task.Channel;
    }

    private sealed class TheToken : Argument<CancellationToken>
    {
        protected override CancellationToken Get(ref MessageReader message, TaskContext task) => task.CancellationToken;
    }

    private sealed class TheProgress<TReport> : Argument<IProgress<TReport>>
    {
        protected override IProgress<TReport> Get(ref MessageReader message, TaskContext task) => new RemoteProgress<TReport>(task);
    }
}
