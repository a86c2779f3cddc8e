namespace PProcess.Reactive.Mappings;

/// <summary>The inputs that an observable pushes, as the sequence that a map pulls from.</summary>
/// <remarks>Each subscription to the results has an inlet of its own, which its enumeration finds here.</remarks>
internal sealed class ObservedSource<T> : IAsyncEnumerable<T>
{
    private readonly AsyncLocal<Inlet<T>?> _inlet = new();

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        (_inlet.Value ?? throw new InvalidOperationException("The inputs of an observable are pulled only within a subscription to its results.")).ReadAllAsync(cancellationToken);

    /// <summary>Starts what enumerates this, with an inlet of its own.</summary>
    public Inlet<T> StartWithInlet(Action start)
    {
        var inlet = new Inlet<T>();
        var before = _inlet.Value;
        _inlet.Value = inlet;
        start();
        _inlet.Value = before;
        return inlet;
    }
}
