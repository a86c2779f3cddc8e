using Compare;
using Compare.Floors;
using PProcess;

// Workers take over here, but those of the side that shows what a startup hook costs.
if (args is not [FloorProcess.Argument, OtherSide.Hooked, ..])
{
    await WorkerHost.RunIfWorkerAsync();
}

return args is [FloorProcess.Argument, .. var side] ? await OtherSide.RunAsync(side) : await CompareCommand.RunAsync(args);
