namespace PProcess.Reactive.Mappings;

/// <summary>The task of one input, and its outcome once it has one.</summary>
internal sealed class MapTask<T, TResult>(Invocation invocation, T input, MapRun<T, TResult> run) : WorkerTask<TResult>(invocation)
{
    private TResult? _value;
    private Exception? _error;
    private volatile bool _isDone;

    public bool IsDone => _isDone;

    public Outcome<T, TResult> Outcome => new(input, _value, _error);

    protected override void OnCompleted(TResult value)
    {
        _value = value;
        _isDone = true;
        run.OnDone(this);
    }

    protected override void OnFailed(Exception exception)
    {
        _error = exception;
        _isDone = true;
        run.OnDone(this);
    }

    protected override void OnReturned() => run.Repost(this);
}
