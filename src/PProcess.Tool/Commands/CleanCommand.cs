using System.CommandLine;

namespace PProcess.Tool.Commands;

/// <summary><c>pprocess clean</c></summary>
internal static class CleanCommand
{
    public static Command Create()
    {
        var command = new Command("clean", "Removes the sockets, locks and entries of background processes that died. Touches nothing of those that live.");
        command.SetAction(async (result, _) =>
        {
            Output.WriteAddresses("cleaned", await BackgroundProcess.CleanAsync().ConfigureAwait(false), result.GetValue(ToolCommand.Json));
            return ExitCode.Done;
        });
        return command;
    }
}
