using System.CommandLine;

namespace PProcess.Tool.Commands;

/// <summary>The program's commands, and what they have in common.</summary>
internal static class ToolCommand
{
    private const string Description =
        """
        Looks after the background processes of programs that use PProcess.

        An ADDRESS is a path, or the bare name of a socket in this user's private directory.
        Only processes of the same user are seen and touched.

        Exit codes: 0 done; 1 failed; 2 wrong usage; 3 no background process at the address.
        """;

    /// <summary>The option that asks for JSON in place of a table.</summary>
    public static Option<bool> Json { get; } = new("--json") { Description = "Print JSON, for scripts.", Recursive = true };

    public static RootCommand Create()
    {
        var command = new RootCommand(Description) { ListCommand.Create(), WatchCommand.Create(), StopCommand.Create(), CleanCommand.Create() };
        command.Options.Add(Json);
        command.SetAction(_ =>
        {
            Console.Error.WriteLine("pprocess: expected a command: list, watch, stop or clean; --help explains them");
            return ExitCode.WrongUsage;
        });
        return command;
    }
}
