using Compare;
using Compare.Floors;
using PProcess;

// Workers take over here, but those of the side that shows what a startup hook costs. Neither async nor long, as each worker compiles it.
if (args is not [FloorProcess.Argument, OtherSide.Hooked, ..])
{
    WorkerHost.RunIfWorker();
}

return CompareCommand.Run(args);
