namespace PProcess.Launching;

/// <summary>Makes workers that are threads of this process.</summary>
internal sealed class InProcessLauncher : Launcher
{
    public override LaunchedProcess Launch(LaunchTicket ticket) => new InProcessWorker(ticket.Id);
}
