using System.CommandLine;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace PProcess.Tool.Commands;

/// <summary><c>pprocess watch</c></summary>
internal static class WatchCommand
{
    private const int StandardOutput = 1;
    private const int BrokenPipe = 32; // EPIPE, errno-base.h

    private static readonly Argument<string> Address = new("ADDRESS") { Description = "The background process." };

    private static readonly Option<bool> Take = new("--take")
    {
        Description = "Take the results, as a client does: each goes to nobody else once it is printed, and the process ends when all are taken.",
    };

    public static Command Create()
    {
        var command = new Command("watch", "Prints each result as a line of JSON, those that wait and those to come, until the function has ended. It only looks: clients still get them all.")
        {
            Address, Take,
        };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetRequiredValue(Address), result.GetValue(Take), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string address, bool takes, CancellationToken cancellationToken)
    {
        var output = OpenOutput();
        await using (output.ConfigureAwait(false))
        {
            try
            {
                await foreach (var line in BackgroundProcess.WatchAsync(address, takes, cancellationToken).ConfigureAwait(false))
                {
                    await output.WriteAsync(Encoding.UTF8.GetBytes($"{line}\n"), cancellationToken).ConfigureAwait(false);
                }
            }
            catch (IOException error) when (error.HResult == BrokenPipe)
            {
                // Whoever reads, such as head, has seen enough.
            }
        }

        return ExitCode.Done;
    }

    // A pipe's own stream says when nobody reads any more, so that nothing is taken that was not printed; the console's does not.
    private static Stream OpenOutput()
    {
        var pipe = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return pipe.CanSeek ? Console.OpenStandardOutput() : pipe;
    }
}
