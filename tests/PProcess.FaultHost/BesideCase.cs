using System.Diagnostics;
using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>The user's own children beside the workers: each gets what is its own.</summary>
internal sealed class BesideCase : FaultCase
{
    private const int OwnChildren = 50;

    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        var own = Task.Run(RunOwnChildren);
        for (var i = 0; i < 20; i++)
        {
            for (var j = 0; j < 50; j++)
            {
                Start(queue, j == 25 ? Functions.Dies : Functions.Identify);
            }

            await CollectAsync(queue);
        }

        Report.Say("ownChildren", await own);
    }

    private static int RunOwnChildren()
    {
        var right = 0;
        for (var i = 0; i < OwnChildren; i++)
        {
            using var child = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"echo {i}; exit {i}"]) { RedirectStandardOutput = true })!;
            var text = child.StandardOutput.ReadToEnd();
            child.WaitForExit();
            right += child.ExitCode == i && text.Trim() == $"{i}" ? 1 : 0;
        }

        return right;
    }
}
