using PProcess;
using PProcess.Reactive;

namespace Tutorial;

/// <summary>An exchange of your own says what to do with what arrives, while it waits for the end.</summary>
internal static class SimpleManaged
{
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        var results = new int[n * n];
        await using var exchange = new GridExchange(results, n, limit);
        var calculate = exchange.Manage<int, int, (int I, int J, int Result)>(Calculate);

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                calculate(i, j);
            }
        }

        await exchange.FinishAsync();
        Grid.Print(results, n);

        (int I, int J, int Result) Calculate(int i, int j)
        {
            Thread.Sleep(delay); // stands for work
            return (i, j, (i * n) + j);
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
