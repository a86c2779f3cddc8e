namespace Compare.Measuring;

/// <summary>Somebody who does what a measure asks for, round after round.</summary>
internal abstract class Contestant(string name, Side side, string expected) : IAsyncDisposable
{
    public string Name { get; } = name;

    public Side Side { get; } = side;

    /// <summary>What every round has to compute.</summary>
    public string Expected { get; } = expected;

    /// <summary>Whatever the rounds have in common: processes, connections.</summary>
    /// <exception cref="MissingException">It is not to be had here.</exception>
    public virtual Task PrepareAsync() => Task.CompletedTask;

    public abstract Task<Sample> RunAsync();

    public async ValueTask DisposeAsync() => await EndAsync();

    protected virtual Task EndAsync() => Task.CompletedTask;
}
