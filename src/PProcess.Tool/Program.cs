using System.CommandLine;
using PProcess;
using PProcess.Tool;
using PProcess.Tool.Commands;

var command = ToolCommand.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (command.Errors.Count > 0)
{
    return Fail(ExitCode.WrongUsage, command.Errors[0].Message);
}

try
{
    return await command.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null, // Ctrl+C ends the program at once
    }).ConfigureAwait(false);
}
catch (AddressUnreachableException error)
{
    return Fail(ExitCode.NotFound, error.Message);
}
catch (ArgumentException error)
{
    return Fail(ExitCode.WrongUsage, error.Message);
}
catch (Exception error) when (error is PProcessException or IOException or UnauthorizedAccessException or PlatformNotSupportedException)
{
    return Fail(ExitCode.Failed, error.Message);
}

static int Fail(int code, string message)
{
    Console.Error.WriteLine($"pprocess: {message.ReplaceLineEndings(" ")}");
    return code;
}
