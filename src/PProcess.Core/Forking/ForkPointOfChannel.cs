namespace PProcess.Forking;

/// <inheritdoc/>
internal sealed class ForkPoint<TChannel> : ForkPoint
    where TChannel : class?
{
    private readonly Func<Invocation, ValueTask<TChannel>>? _start;
    private Task<TChannel>? _channel;

    /// <summary>A point at which a process will be created.</summary>
    public ForkPoint(Func<Invocation, ValueTask<TChannel>>? start) => _start = start;

    /// <summary>The point as the created process finds it.</summary>
    public ForkPoint(TChannel channel) => _channel = Task.FromResult(channel);

    public TChannel GetResult() => _channel is null ? throw MissingBuilder() : _channel.GetAwaiter().GetResult();

    public void OnCompleted(Action continuation) => Begun().GetAwaiter().OnCompleted(continuation);

    public void UnsafeOnCompleted(Action continuation) => Begun().GetAwaiter().UnsafeOnCompleted(continuation);

    protected override void Begin<TStateMachine>(TStateMachine stateMachine) => _channel = StartAsync(stateMachine);

    private async Task<TChannel> StartAsync<TStateMachine>(TStateMachine stateMachine)
    {
        var rest = ForkedMethod.Take(stateMachine);
        return _start is null
            ? throw new InvalidOperationException("A default ForkAwaitable creates no process. Await what Create returns.")
            : await _start(rest).ConfigureAwait(false);
    }

    // Another builder has come here without having begun: the await must end nevertheless, to throw.
    private Task<TChannel> Begun() => _channel ??= Task.FromException<TChannel>(MissingBuilder());

    private static InvalidOperationException MissingBuilder() => new(
        "Create must be awaited directly in an async method, lambda or local function that is marked [AsyncMethodBuilder(typeof(ForkMethodBuilder))], or, where it returns a Task<T>, [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]. The attribute is in System.Runtime.CompilerServices, the builder in PProcess.");
}
