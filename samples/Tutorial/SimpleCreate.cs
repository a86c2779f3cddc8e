using System.Runtime.CompilerServices;
using PProcess;
using PProcess.Reactive;

namespace Tutorial;

/// <summary>The rest of the method runs in each created process, with a copy of the loop's state; an exchange of your own receives.</summary>
internal static class SimpleCreate
{
    [AsyncMethodBuilder(typeof(ForkMethodBuilder))]
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        var results = new int[n * n];
        await using var exchange = new GridExchange(results, n, limit);

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (await exchange.Create() is { } child) // null in the creating process
                {
                    await Task.Delay(delay); // stands for work
                    await child.SendAsync((i, j, (i * n) + j));
                    await child.ExitAsync();
                }
            }
        }

        await exchange.FinishAsync();
        Grid.Print(results, n);
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
