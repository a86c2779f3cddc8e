namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>Fails to start some processes, as a machine does that has none left.</summary>
internal sealed class UnreliableLauncher(Func<int, bool> fails) : Launcher
{
    private int _attempts;

    public int Attempts => Volatile.Read(ref _attempts);

    public override LaunchedProcess Launch(LaunchTicket ticket) =>
        fails(Interlocked.Increment(ref _attempts)) ? throw new LaunchException("Resource temporarily unavailable") : LocalProcess.Launch(ticket);
}
