using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive.Exchanges;

/// <summary>A task that an exchange or a PMapMany has started and talks to through its channel.</summary>
internal sealed class ExchangeTask(Invocation invocation, Dispatcher dispatcher) : ChannelTask(invocation)
{
    protected override void OnReturned() => dispatcher.Repost(this);
}
