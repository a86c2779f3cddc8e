using PProcess;
using PProcess.Reactive;

namespace Tutorial;

/// <summary>The function takes a channel and sends its result itself; an exchange of your own receives it.</summary>
internal static class SimpleStart
{
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        var results = new int[n * n];
        await using var exchange = new GridExchange(results, n, limit);

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                exchange.Start(CalculateAsync, i, j);
            }
        }

        await exchange.FinishAsync();
        Grid.Print(results, n);

        async Task CalculateAsync(ProcessChannel channel, int i, int j)
        {
            await Task.Delay(delay); // stands for work
            await channel.SendAsync((i, j, (i * n) + j));
        }
    }

    private sealed class GridExchange(int[] results, int n, int limit) : ProcessExchange(limit)
    {
        protected override async ValueTask StoreDataAsync(ProcessChannel channel, CancellationToken cancellationToken)
        {
            var (i, j, result) = await channel.ReceiveAsync<(int I, int J, int Result)>(cancellationToken);
            results[(i * n) + j] = result;
        }
    }
}
