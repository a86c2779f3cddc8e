using System.Collections.Concurrent;

namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>Notes what is reported, in its order.</summary>
internal sealed class RecordedProgress<T> : IProgress<T>
{
    public ConcurrentQueue<T> Reports { get; } = [];

    public void Report(T value) => Reports.Enqueue(value);
}
