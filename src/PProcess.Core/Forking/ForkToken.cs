namespace PProcess.Forking;

/// <summary>The cancellation token of the fork that this thread writes or reads: the creator's, which its task follows, or the created process's own.</summary>
internal sealed class ForkToken : IDisposable
{
    [ThreadStatic]
    private static ForkToken? _current;

    // A lazy sequence among the locals may itself fork while it is written.
    private readonly ForkToken? _outer = _current;

    public ForkToken(CancellationToken value)
    {
        Value = value;
        _current = this;
    }

    public static ForkToken Current => _current ?? throw new InvalidOperationException("No method is being copied.");

    public CancellationToken Value { get; private set; }

    /// <summary>Takes a token among the locals.</summary>
    /// <exception cref="CannotTravelException">There has been another.</exception>
    public void Take(CancellationToken token) => Value = !Value.CanBeCanceled || Value == token
        ? token
        : throw new CannotTravelException("token", "", typeof(CancellationToken), "another local is a second one, and a created process can be told by one only. Link them by CancellationTokenSource.CreateLinkedTokenSource, in another method.");

    public void Dispose() => _current = _outer;
}
