namespace PProcess.Reactive.Tests.Forking;

internal sealed class SummingExchange(ExchangeOptions options) : ProcessExchange(options)
{
    public int Sum { get; private set; }

    protected override async ValueTask StoreDataAsync(ProcessChannel channel, CancellationToken cancellationToken) =>
        Sum += await channel.ReceiveAsync<int>(cancellationToken);
}
