namespace PProcess.Reactive.Exchanges;

/// <summary>Where the results of one task go.</summary>
internal interface IResultPlace<T>
{
    /// <summary>Takes a result of a task that has one.</summary>
    /// <param name="result">The result.</param>
    /// <param name="bytes">How many bytes it had when it arrived.</param>
    void Add(T result, long bytes);

    /// <summary>Takes a result of a task that has many, when there is room.</summary>
    /// <param name="result">The result.</param>
    /// <param name="bytes">How many bytes it had when it arrived.</param>
    ValueTask AddAsync(T result, long bytes);

    /// <summary>The task has ended.</summary>
    /// <param name="error">How it failed, or null.</param>
    void Complete(Exception? error);
}
