using System.Diagnostics;

namespace PProcess.FaultHost;

/// <summary>What the workers run.</summary>
internal static class Functions
{
    private static readonly Guid Self = Guid.NewGuid();

    public static TaskResult Identify(int id) => new(id, Environment.ProcessId, Self);

    /// <summary>Says that it has begun, and waits for ever.</summary>
    public static async Task IdleAsync(ProcessChannel channel)
    {
        await channel.SendAsync("begun");
        await Task.Delay(Timeout.Infinite);
    }

    public static async Task SpinAsync(ProcessChannel channel)
    {
        await channel.SendAsync("begun");
        while (true)
        {
            Thread.SpinWait(1000);
        }
    }

    /// <summary>Sends what nobody receives, on a blocked thread.</summary>
    public static async Task SendAsync(ProcessChannel channel)
    {
        await channel.SendAsync("begun");
        while (true)
        {
            channel.SendAsync(new byte[1024 * 1024]).AsTask().Wait();
        }
    }

    /// <summary>Never comes to the end of an orderly exit.</summary>
    public static async Task RefuseToEndAsync(ProcessChannel channel)
    {
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => Thread.Sleep(Timeout.Infinite);
        await channel.SendAsync("begun");
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Is a host itself: of a worker that idles and one that spins.</summary>
    public static async Task HostAsync(ProcessChannel channel)
    {
        ProcessChannel[] below = [ProcessChannel.Start(IdleAsync), ProcessChannel.Start(SpinAsync)];
        foreach (var worker in below)
        {
            await worker.ReceiveAsync<string>();
        }

        await channel.SendAsync("begun");
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Reports without end, which no credit holds back: whoever does not read leaves it blocked in a write.</summary>
    public static int Flood(IProgress<byte[]> progress)
    {
        var report = new byte[32 * 1024];
        while (true)
        {
            progress.Report(report);
        }
    }

    public static Filled Fill(int id, int size)
    {
        if (size == 0)
        {
            return new(id, null);
        }

        var bytes = new byte[size];
        Array.Fill(bytes, (byte)id);
        return new(id, bytes);
    }

    /// <summary>Gives results as fast as they are taken.</summary>
    public static async IAsyncEnumerable<Filled> FillManyAsync(int first, int count, int size)
    {
        for (var i = 0; i < count; i++)
        {
            yield return Fill(first + i, size);
        }

        await Task.CompletedTask;
    }

    /// <summary>Takes memory until there is none.</summary>
    public static TaskResult Hog(int id)
    {
        List<byte[]> taken = [];
        while (true)
        {
            var more = new byte[16 * 1024 * 1024];
            Array.Fill(more, (byte)1);
            taken.Add(more);
        }
    }

    public static TaskResult Print(int id)
    {
        for (var i = 0; i < 200; i++)
        {
            Console.WriteLine("A line to the standard output, which leads to the standard error.");
            Console.Error.WriteLine("A line to the standard error.");
        }

        return Identify(id);
    }

    /// <summary>Starts a process that holds the worker's standard streams for longer than any test.</summary>
    public static TaskResult LeaveGrandchild(int id)
    {
        using var sleep = Process.Start("/bin/sleep", "1000");
        return Identify(id);
    }

    public static TaskResult LeaveGrandchildAndDie(int id)
    {
        LeaveGrandchild(id);
        Native.Kill(Environment.ProcessId);
        return Identify(id);
    }

    /// <summary>Makes a value nested too deep to travel, and lets it travel.</summary>
    public static TaskResult Nest(int id)
    {
        Nested? chain = null;
        for (var i = 0; i < 100_000; i++)
        {
            chain = new Nested { Inner = chain };
        }

        Invocation.Create(static (Nested nested) => nested.Inner is null, chain!);
        return Identify(id);
    }

    public static TaskResult Dies(int id)
    {
        Native.Kill(Environment.ProcessId);
        return Identify(id);
    }

    /// <summary>Pauses so long that as many workers as there may be have a task each.</summary>
    public static TaskResult Pause(int id)
    {
        Thread.Sleep(id < 0 ? 0 : 200);
        return Identify(id);
    }

    private sealed class Nested
    {
        public Nested? Inner { get; set; }
    }
}
