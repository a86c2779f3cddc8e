namespace PProcess.Reactive.Scheduling;

/// <summary>What a dispatcher does for its workers beside giving them tasks: calls tasks back, ends overdue ones, finds workers to replace.</summary>
/// <remarks>One clock runs while tasks wait in workers, the other where anything depends on time.</remarks>
/// <param name="gate">The dispatcher's gate, which guards the slots.</param>
/// <param name="slots">The workers.</param>
/// <param name="recycling">When workers are replaced, and tasks overdue.</param>
/// <param name="countSpare">How many workers may end because they are without a task; called under the gate.</param>
/// <param name="onReview">Takes what a look has found; called under the gate.</param>
/// <param name="onLooked">Called behind it, outside of the gate.</param>
internal sealed class Upkeep(Lock gate, SlotTable slots, Recycling recycling, Func<int> countSpare, Action<Review> onReview, Action onLooked) : IAsyncDisposable
{
    private ITimer? _lookTimer;
    private ITimer? _stallTimer; // Guarded by the gate.

    /// <summary>Starts to look at the workers, where anything depends on time.</summary>
    public void Start() => _lookTimer = recycling.Interval is { } interval ? Start(Look, interval) : null;

    /// <summary>Tasks wait in a worker behind another one, which may turn out slow. Called under the gate.</summary>
    public void WatchForStalls() => _stallTimer ??= Start(RecallStalled, SlotTable.StallInterval);

    /// <summary>Calls tasks back for a worker that has nothing to do.</summary>
    public void RecallForIdle()
    {
        List<WorkerTask> recalled;
        lock (gate)
        {
            recalled = slots.ChooseForIdle();
        }

        Recall(recalled);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var timer in new[] { _stallTimer, _lookTimer })
        {
            if (timer is not null)
            {
                await timer.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private static ITimer Start(Action action, TimeSpan period) => TimeProvider.System.CreateTimer(static action => ((Action)action!)(), action, period, period);

    private static void Recall(List<WorkerTask> tasks) => tasks.ForEach(task => task.Worker?.Recall(task));

    private void RecallStalled()
    {
        List<WorkerTask> recalled;
        lock (gate)
        {
            recalled = slots.ChooseStalled();
            if (!slots.HasWaitingTasks)
            {
                _stallTimer?.Dispose();
                _stallTimer = null;
            }
        }

        Recall(recalled);
    }

    private void Look()
    {
        Review review;
        lock (gate)
        {
            review = slots.Look(recycling, countSpare());
            onReview(review);
        }

        Recall(review.Recalled);
        onLooked();
    }
}
