namespace PProcess.Reactive.Mappings;

/// <summary>The task of inputs that follow each other in one segment.</summary>
internal sealed class MapBatch<T, TResult>(Invocation invocation, MapSegment<T, TResult> segment, int start, MapRun<T, TResult> run) : WorkerTask<TResult>(invocation)
{
    private int _next = start;
    private int _told = start;
    private int _end = start + invocation.Count;
    private long _bytes;

    protected override void OnCompleted(TResult value)
    {
        _bytes += ResultBytes;
        segment.Complete(_next, value, ResultBytes);
        OnDone();
    }

    protected override void OnFailed(Exception exception)
    {
        segment.Fail(_next, exception);
        OnDone();
    }

    protected override void OnPaused() => Tell();

    protected override void OnReturned() => run.Repost(this);

    protected override WorkerTask Split(Invocation rest)
    {
        _end -= rest.Count;
        Tell();
        return new MapBatch<T, TResult>(rest, segment, _end, run) { Retries = Retries };
    }

    private void OnDone()
    {
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
            run.OnDone(new MapSpan<T, TResult>(segment, _told, _next), _bytes);
            (_told, _bytes) = (_next, 0);
        }
    }
}

/// <summary>Places of a segment, from the first to before the last.</summary>
internal readonly record struct MapSpan<T, TResult>(MapSegment<T, TResult> Segment, int Start, int End);
