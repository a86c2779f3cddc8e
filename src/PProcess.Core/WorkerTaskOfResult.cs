using PProcess.Framing;
using PProcess.Serialization;

namespace PProcess;

/// <summary>A task whose function returns one value.</summary>
/// <typeparam name="TResult">The type of the value.</typeparam>
public abstract class WorkerTask<TResult> : WorkerTask
{
    /// <summary>Creates a task that has not been posted yet.</summary>
    /// <param name="invocation">What it runs.</param>
    protected WorkerTask(Invocation invocation)
        : base(invocation)
    {
    }

    /// <summary>How many bytes the result had when it arrived; 0 before, and for a failure.</summary>
    public int ResultBytes { get; private set; }

    internal sealed override void OnResult(ReadOnlyMemory<byte> result, bool hasValue)
    {
        ResultBytes = (int)Math.Min(int.MaxValue, result.Length + (Tail is null ? 0L : Buffer.ByteLength(Tail)));
        TResult value;
        try
        {
            var reader = new MessageReader(result) { Receiver = this, Tail = Tail };
            value = TypedValue.Read<TResult>(ref reader);
        }
        catch (PProcessException error)
        {
            OnFailed(error);
            return;
        }

        Tail = null;
        OnCompleted(value);
    }

    /// <summary>The function has returned.</summary>
    /// <param name="value">What it returned.</param>
    protected abstract void OnCompleted(TResult value);
}
