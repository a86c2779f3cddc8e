using System.Globalization;
using PProcess;
using PProcess.TestProgram;

switch (Environment.GetEnvironmentVariable(EntryCommands.Variable))
{
    case EntryCommands.BehindConsole:
        EntryCommands.TouchConsole();
        WorkerHost.RunIfWorker();
        break;
    case EntryCommands.BehindThread:
        new Thread(() => Thread.Sleep(Timeout.Infinite)) { IsBackground = true, Name = "of the program" }.Start();
        WorkerHost.RunIfWorker();
        break;
    case EntryCommands.BehindCulture:
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        WorkerHost.RunIfWorker();
        break;
    case EntryCommands.BehindProcessId:
        _ = Environment.ProcessId;
        WorkerHost.RunIfWorker();
        break;
    case EntryCommands.Async:
        await WorkerHost.RunIfWorkerAsync();
        break;
    case EntryCommands.Sync:
        WorkerHost.RunIfWorker();
        break;
}

EntryCommands.Mark();
if (args is [EntryCommands.Name, var place])
{
    await EntryCommands.RunAsync(place);
    return;
}

if (args.Length > 0)
{
    await BackgroundCommands.RunAsync(args);
    return;
}

// A host for the tests to kill: starts one worker that idles and one that spins, creates a process for the rest of a method, says their process ids, and waits.
ProcessChannel[] channels = [ProcessChannel.Start(Functions.IdleAsync), ProcessChannel.Start(Functions.Spin), await Functions.CreateAsync()];
foreach (var channel in channels)
{
    await channel.ReceiveAsync<string>(); // The function has begun.
}

Console.WriteLine(string.Join(' ', channels.Select(channel => channel.ProcessId)));
await Task.Delay(Timeout.Infinite);
