using System.Runtime.CompilerServices;

namespace PProcess.Reactive.Tests.Forking;

/// <summary>Methods that note in a file what runs in the processes created for them.</summary>
internal static class HookMethods
{
    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<List<string>> SendAsync(ExchangeOptions options, string path, bool exits)
    {
        await using var queue = new ProcessQueue<string>(options);
        if (await queue.Create() is { } child)
        {
            await File.AppendAllTextAsync(path, "method ");
            await child.SendAsync("sent");
            if (exits)
            {
                await child.ExitAsync();
            }

            return [$"{options.Limit}"];
        }

        return await queue.ToListAsync();
    }

    [AsyncMethodBuilder(typeof(ForkMethodBuilder<>))]
    public static async Task<Exception?> DieAsync(ExchangeOptions options, string path)
    {
        await using var map = new ProcessMap<int>(options);
        if (await map.Create() is not null)
        {
            await File.AppendAllTextAsync(path, $"attempt {RunningTask.Attempt} ");
            Environment.Exit(3);
        }

        return await Record.ExceptionAsync(async () => await map[0]);
    }
}
