using System.CommandLine;
using Bottles;
using PProcess;

var command = BottlesCommand.Create(RunAsync).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (command.Errors.Count > 0)
{
    return Fail(command.Errors[0].Message);
}

return await command.InvokeAsync();

static async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
{
    using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    try
    {
        await using var song = settings.Logs.Count == 0 ? Song.Begin() : null;
        end.CancelAfter(settings.Duration);
        await Printer.PrintAsync(settings with { Logs = song?.Logs ?? settings.Logs }, end.Token);
        return 0;
    }
    catch (OperationCanceledException) when (end.IsCancellationRequested)
    {
        return 0; // That is how following ends.
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException or PProcessException)
    {
        return Fail(error.Message);
    }
}

static int Fail(string message)
{
    Console.Error.WriteLine(message.ReplaceLineEndings(" "));
    return 1;
}
