using System.CommandLine;
using PProcess;
using Tutorial.CommandLine;

var command = TutorialCommand.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (command.Errors.Count > 0)
{
    return Fail(command.Errors[0].Message);
}

try
{
    return await command.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = null, // Ctrl+C ends the program at once, and its child processes with it
    });
}
catch (PProcessException error)
{
    return Fail(error.Message);
}

static int Fail(string message)
{
    Console.Error.WriteLine(message.ReplaceLineEndings(" "));
    return 1;
}
