using System.Diagnostics;
using System.Globalization;

namespace PProcess.TestProgram;

/// <summary>Shows where workers take over, of a program that calls <see cref="WorkerHost.RunIfWorkerAsync"/> at one place or another.</summary>
internal static class EntryCommands
{
    public const string Name = "entry";

    /// <summary>Which of the two forms of the call is the first that the program does; none where it is not set.</summary>
    public const string Variable = "PPROCESS_TESTS_CALL_FIRST";

    public const string Async = "async";
    public const string Sync = "sync";
    public const string BehindConsole = "behind-console";
    public const string BehindThread = "behind-thread";
    public const string BehindCulture = "behind-culture";
    public const string BehindProcessId = "behind-process-id";

    /// <summary>Names a folder in which each process leaves a file that goes on behind the call.</summary>
    public const string Marks = "PPROCESS_TESTS_MARKS";

    private static TextWriter? _out;
    private static TextReader? _in;

    public static void Mark()
    {
        if (Environment.GetEnvironmentVariable(Marks) is { } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{Environment.ProcessId}"), "");
        }
    }

    /// <summary>Has the runtime keep descriptors of its own for the standard streams.</summary>
    public static void TouchConsole() => (_out, _in) = (Console.Out, Console.In);

    public static async Task RunAsync(string place)
    {
        await (place switch
        {
            "late" => WorkerHost.RunIfWorkerAsync(),
            "foreign" => Task.Run(WorkerHost.RunIfWorkerAsync),
            "foreign-sync" => Task.Run(WorkerHost.RunIfWorker),
            _ => Task.CompletedTask,
        });
        try
        {
            if (place == "end")
            {
                await EndAsync();
            }

            if (place == "fork")
            {
                await ForkAsync();
                return;
            }

            if (place == "console")
            {
                await UseConsoleAsync();
                return;
            }

            await using var channel = ProcessChannel.Start(SayAsync, 1);
            await foreach (var entry in channel.ReadAllAsync<string>())
            {
                Console.WriteLine(entry);
            }
        }
        catch (LaunchException error)
        {
            Console.WriteLine($"{error.GetType().Name}: {error.Message}");
        }
    }

    // A function that takes its time has the two threads of its worker change their parts. Then the host is gone.
    private static async Task EndAsync()
    {
        ProcessChannel[] channels = [ProcessChannel.Start(IdleAsync), ProcessChannel.Start(IdleAsync), ProcessChannel.Start(IdleAsync)];
        foreach (var channel in channels)
        {
            await channel.ReceiveAsync<string>();
            Console.WriteLine(channel.ProcessId);
        }

        Process.GetCurrentProcess().Kill();
    }

    private static async Task ForkAsync()
    {
        await using var server = await ForkServer.StartAsync();
        await using var channel = ProcessChannel.Start(server, Invocation.Create(static () => CultureInfo.CurrentCulture.Name));
        Console.WriteLine(await channel.ReceiveAsync<string>());
    }

    private static async Task UseConsoleAsync()
    {
        await using var channel = ProcessChannel.Start(PrintAndReadAsync);
        Console.WriteLine(await channel.ReceiveAsync<string>());
    }

    private static async Task PrintAndReadAsync(ProcessChannel channel)
    {
        _out?.WriteLine("printed by a worker");
        _out?.Flush();
        await channel.SendAsync(_in is null ? "untouched" : $"read '{await _in.ReadToEndAsync()}'");
    }

    private static async Task IdleAsync(ProcessChannel channel)
    {
        Thread.Sleep(50);
        await channel.SendAsync("slept");
        await Task.Delay(Timeout.Infinite);
    }

    // Of this process, and of the workers that it starts itself.
    private static async Task SayAsync(ProcessChannel channel, int depth)
    {
        await channel.SendAsync(Environment.StackTrace.Contains("StartupHook", StringComparison.Ordinal) ? "hook" : "Main");
        if (depth > 0)
        {
            await using var nested = ProcessChannel.Start(SayAsync, depth - 1);
            await foreach (var entry in nested.ReadAllAsync<string>())
            {
                await channel.SendAsync(entry);
            }
        }
    }
}
