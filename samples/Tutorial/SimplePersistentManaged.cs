using PProcess;
using PProcess.Reactive;

namespace Tutorial;

/// <summary>A persistent exchange of your own: a background process for each row, started by managed functions.</summary>
internal static class SimplePersistentManaged
{
    public static async Task RunAsync(Settings settings)
    {
        var (n, _, delay) = settings;
        await using var exchange = new Table(n);
        for (var i = 0; i < n; i++)
        {
            if (settings.Starts)
            {
                var calculate = exchange.Manage<int, int, TimeSpan>(AddressOf(i), CalculateAsync);
                var channel = await calculate(i, n, delay);
                Console.WriteLine($"Process {channel.ProcessId} works at {channel.Address}.");
            }
            else
            {
                await exchange.ConnectAsync(AddressOf(i));
            }
        }

        if (settings.Reconnects)
        {
            await exchange.FinishAsync();
            Grid.Print(exchange.Results, n);
        }
    }

    private static string AddressOf(int row) => $"simple_persistent_managed_{row}.socket";

    private static async Task CalculateAsync(ProcessChannel channel, int i, int n, TimeSpan delay)
    {
        for (var j = 0; j < n; j++)
        {
            await Task.Delay(delay); // stands for work
            await channel.SendAsync((i, j, (i * n) + j));
        }
    }

    private sealed class Table(int n) : PersistentExchange
    {
        public int[] Results { get; } = new int[n * n];

        protected override async ValueTask StoreDataAsync(PersistentChannel channel, CancellationToken cancellationToken)
        {
            var (i, j, result) = await channel.ReceiveAsync<(int, int, int)>(cancellationToken);
            Results[(i * n) + j] = result;
        }
    }
}
