using System.CommandLine;

namespace PProcess.Tool.Commands;

/// <summary><c>pprocess list</c></summary>
internal static class ListCommand
{
    private static readonly string[] Header = ["ADDRESS", "PID", "FUNCTION", "STATE", "AGE", "CPU", "MEMORY", "WAITING", "CLIENTS"];

    public static Command Create()
    {
        var command = new Command("list", "Lists this user's background processes: running; ended or failed, with results that wait; stale, which died; silent, which do not answer.");
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(ToolCommand.Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(bool json, CancellationToken cancellationToken)
    {
        var processes = await BackgroundProcess.ListAsync(cancellationToken).ConfigureAwait(false);
        if (json)
        {
            Output.WriteJson(processes);
        }
        else
        {
            Output.WriteTable([Header, .. processes.Select(Row)]);
        }

        return ExitCode.Done;
    }

    private static string[] Row(BackgroundStatus status)
    {
        var answers = status.State is not ("stale" or "silent");
        return
        [
            status.Address,
            status.ProcessId == 0 ? "-" : $"{status.ProcessId}",
            status.Function.Length == 0 ? "-" : status.Function,
            status.State,
            answers && status.Started is { } started ? Text.Duration(TimeProvider.System.GetUtcNow() - started) : "-",
            answers ? FormattableString.Invariant($"{status.ProcessorSeconds:F1}s") : "-",
            answers ? Text.Bytes(status.Memory) : "-",
            answers ? $"{status.WaitingResults}" : "-",
            answers ? $"{status.Clients}" : "-",
        ];
    }
}
