namespace PProcess.Reactive.Exchanges;

/// <summary>Calls of a plain function as one task, whose results go to their places without the detour of a channel.</summary>
/// <param name="invocation">The calls.</param>
/// <param name="places">Where the results go: those of these calls, and of others that were started before and behind.</param>
/// <param name="start">The first call's place.</param>
/// <param name="exchange">Whose tasks they are.</param>
internal sealed class ResultBatch<T>(Invocation invocation, List<IResultPlace<T>> places, int start, ResultExchange<T> exchange) : WorkerTask<T>(invocation)
{
    private int _next = start;
    private int _told = start;
    private int _end = start + invocation.Count;

    protected override void OnCompleted(T value)
    {
        places[_next].Add(value, ResultBytes);
        OnDone(null);
    }

    protected override void OnFailed(Exception exception) => OnDone(exception);

    protected override void OnPaused() => Tell();

    protected override void OnReturned() => exchange.Repost(this);

    protected override WorkerTask Split(Invocation rest)
    {
        _end -= rest.Count;
        Tell();
        return new ResultBatch<T>(rest, places, _end, exchange) { Retries = Retries };
    }

    private void OnDone(Exception? exception)
    {
        places[_next].Complete(exception);
        if (++_next == _end)
        {
            Tell();
        }
    }

    // Many at a time: whoever waits is woken once.
    private void Tell()
    {
        if (_next > _told)
        {
            exchange.OnFinished(_next - _told);
            _told = _next;
        }
    }
}
