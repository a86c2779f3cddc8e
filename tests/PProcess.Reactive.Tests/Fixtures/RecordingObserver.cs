using System.Collections.Concurrent;

namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>Notes what it is told, and whether two calls have overlapped.</summary>
internal sealed class RecordingObserver<T>(Action<T>? onNext = null) : IObserver<T>
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public ConcurrentQueue<T> Values { get; } = [];

    public ConcurrentQueue<Exception> Errors { get; } = [];

    public int Completions { get; private set; }

    public bool HasOverlapped { get; private set; }

    /// <summary>Ends when it has been told the end.</summary>
    public Task Ended => _ended.Task;

    public void OnNext(T value) => Enter(() =>
    {
        Values.Enqueue(value);
        onNext?.Invoke(value);
    });

    public void OnError(Exception error) => Enter(() =>
    {
        Errors.Enqueue(error);
        _ended.TrySetResult();
    });

    public void OnCompleted() => Enter(() =>
    {
        Completions++;
        _ended.TrySetResult();
    });

    private void Enter(Action note)
    {
        HasOverlapped |= Interlocked.Increment(ref _calls) > 1;
        try
        {
            note();
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
        }
    }
}
