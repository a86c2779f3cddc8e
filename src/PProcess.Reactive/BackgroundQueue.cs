namespace PProcess.Reactive;

/// <summary>Connects to a background process.</summary>
public static class BackgroundQueue
{
    /// <summary>Gives the results of one background process as a queue.</summary>
    /// <param name="address">The address of the process: a path, or a bare name.</param>
    /// <typeparam name="T">The type of the results.</typeparam>
    /// <returns>The queue, which connects when it is enumerated.</returns>
    /// <exception cref="ArgumentException"><paramref name="address"/> is empty.</exception>
    public static BackgroundQueue<T> Connect<T>(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        return new BackgroundQueue<T>(address);
    }
}
