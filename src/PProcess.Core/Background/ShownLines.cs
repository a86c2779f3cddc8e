using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace PProcess.Background;

/// <summary>The lines that have arrived for an onlooker. When they are too many bytes, the connection waits, and the process leaves lines out.</summary>
internal sealed class ShownLines : IDisposable
{
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly Channel<(uint Number, byte[] Text)> _lines = Channel.CreateUnbounded<(uint, byte[])>();
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private long _bytes;
    private bool _isLeft;
    private TaskCompletionSource? _room;

    /// <summary>Adds a line; ends when there is room for the next.</summary>
    public ValueTask AddAsync(uint number, byte[] text)
    {
        _lines.Writer.TryWrite((number, text));
        lock (_gate)
        {
            _bytes += text.Length;
            if (_bytes < MostBytes || _isLeft)
            {
                return ValueTask.CompletedTask;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task);
        }
    }

    /// <summary>Nothing more will be added.</summary>
    /// <param name="fault">What is thrown behind the lines; null where all went well.</param>
    public void Complete(Exception? fault) => _lines.Writer.TryComplete(fault);

    public async IAsyncEnumerable<(uint Number, byte[] Text)> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var line in _lines.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            Make(line.Text.Length, isLeft: false);
            yield return line;
        }
    }

    /// <summary>Nobody looks any more: whoever waits for room goes on.</summary>
    public void Dispose() => Make(0, isLeft: true);

    private void Make(int room, bool isLeft)
    {
        TaskCompletionSource? waiting = null;
        lock (_gate)
        {
            _bytes -= room;
            _isLeft |= isLeft;
            if (_bytes < MostBytes || _isLeft)
            {
                waiting = _room;
                _room = null;
            }
        }

        waiting?.TrySetResult();
    }
}
