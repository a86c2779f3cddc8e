using System.Runtime.CompilerServices;
using PProcess;
using PProcess.Reactive;

namespace Tutorial;

/// <summary>The rest of the method runs in each created process; a map keeps the results in the order of creation.</summary>
internal static class SimpleCreateMap
{
    [AsyncMethodBuilder(typeof(ForkMethodBuilder))]
    public static async Task RunAsync(Settings settings)
    {
        var (n, limit, delay) = settings;
        await using var results = new ProcessMap<int>(limit);

        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                if (await results.Create() is { } child) // null in the creating process
                {
                    await Task.Delay(delay); // stands for work
                    await child.SendAsync((i * n) + j);
                    await child.ExitAsync();
                }
            }
        }

        Grid.Print(await results.ToArrayAsync(), n);
    }
}
