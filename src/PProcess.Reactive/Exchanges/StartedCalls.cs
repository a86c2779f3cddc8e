namespace PProcess.Reactive.Exchanges;

/// <summary>Calls of one function that have been started one behind the other and not posted, so that they can be posted together.</summary>
/// <remarks>Guarded by the exchange's gate.</remarks>
internal sealed class StartedCalls<T>(ResultExchange<T> exchange, int retries)
{
    private const int MaxCount = 256;

    private InvocationBuffer? _calls;
    private FunctionReference? _function;
    private List<IResultPlace<T>> _places = [];

    /// <summary>Whether it should be posted though nobody has nothing to do.</summary>
    public bool IsFull => _calls?.Count >= MaxCount;

    /// <summary>Adds a call.</summary>
    /// <returns>What was there before, where that is another function's.</returns>
    public ResultBatch<T>? Add(Invocation call, IResultPlace<T> place)
    {
        var others = _function == call.Function ? null : Take();
        if (_function != call.Function)
        {
            (_function, _calls) = (call.Function, new InvocationBuffer(call.Function));
        }

        _calls!.Add(call);
        _places.Add(place);
        return others;
    }

    /// <summary>Takes what is there; null where that is nothing.</summary>
    public ResultBatch<T>? Take()
    {
        if (_places.Count == 0)
        {
            return null;
        }

        var batch = new ResultBatch<T>(_calls!.Take(), _places, 0, exchange) { Retries = retries };
        _places = [];
        return batch;
    }
}
