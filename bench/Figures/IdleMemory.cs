using System.Diagnostics;
using PProcess;

namespace Figures;

/// <summary>What a worker that has run a small task and waits for the next keeps resident.</summary>
internal static class IdleMemory
{
    public static async Task MeasureAsync()
    {
        await using var channel = ProcessChannel.Start(Serve, 3);
        await channel.ReceiveAsync<int>();
        using var process = Process.GetProcessById(channel.ProcessId);
        Console.WriteLine($"resident memory of an idle worker: {process.WorkingSet64 / 1024.0 / 1024.0:F1} MiB (goal: at most 45)");
    }

    private static async Task Serve(ProcessChannel channel, int x)
    {
        await channel.SendAsync(x * x);
        await foreach (var next in channel.ReadAllAsync<int>())
        {
            await channel.SendAsync(next * next);
        }
    }
}
