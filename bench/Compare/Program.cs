using System.CommandLine;
using System.Globalization;
using Compare;
using Compare.Floors;
using Compare.Growing;
using Compare.Outside;

// The other side of a floor: this same program.
if (args is [FloorProcess.Argument, ..])
{
    return OtherSide.Run(args.AsSpan(1));
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture; // of the numbers in titles and tables
var names = Catalogue.Create(isShort: true).Select(measure => measure.Name).Concat(Growths.All.Select(growth => growth.Name)).Distinct();
var command = CompareCommand.Create(names, RunAsync).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (command.Errors.Count > 0)
{
    Console.Error.WriteLine(command.Errors[0].Message);
    return 1;
}

return await command.InvokeAsync(new InvocationConfiguration
{
    ProcessTerminationTimeout = null, // Ctrl+C ends the program at once, and its child processes with it
});

static Task<int> RunAsync(Settings settings)
{
    Node.Fetches = !settings.IsShort;
    return settings.Scale ? Growths.RunAsync(settings) : Comparison.RunAsync(settings);
}
