using System.CommandLine;

namespace PProcess.Tool.Commands;

/// <summary><c>pprocess stop</c></summary>
internal static class StopCommand
{
    private static readonly Argument<string?> Address = new("ADDRESS")
    {
        Description = "The background process.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> All = new("--all") { Description = "Stop all background processes of this user." };

    public static Command Create()
    {
        var command = new Command("stop", "Ends a background process: its function is asked, and after a second the process ends in any case. Results that wait are lost.")
        {
            Address, All,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(All) == result.GetValue(Address) is not null)
            {
                result.AddError("stop: expected an address, or --all");
            }
        });
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(Address), result.GetValue(ToolCommand.Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string? address, bool json, CancellationToken cancellationToken)
    {
        List<string> stopped = [];
        var code = ExitCode.Done;
        foreach (var one in address is null ? await FindLivingAsync(cancellationToken).ConfigureAwait(false) : [address])
        {
            try
            {
                await BackgroundProcess.StopAsync(one, cancellationToken).ConfigureAwait(false);
                stopped.Add(one);
            }
            catch (AddressUnreachableException) when (address is null)
            {
                // It has ended by itself since it was listed.
            }
            catch (PProcessException error) when (address is null)
            {
                await Console.Error.WriteLineAsync($"pprocess: {error.Message}").ConfigureAwait(false);
                code = ExitCode.Failed;
            }
        }

        Output.WriteAddresses("stopped", stopped, json);
        return code;
    }

    private static async Task<IEnumerable<string>> FindLivingAsync(CancellationToken cancellationToken)
    {
        var all = await BackgroundProcess.ListAsync(cancellationToken).ConfigureAwait(false);
        return all.Where(status => status.State != "stale").Select(status => status.Address);
    }
}
