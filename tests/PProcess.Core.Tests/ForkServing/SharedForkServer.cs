using PProcess.Core.Tests.ForkServing;

[assembly: AssemblyFixture(typeof(SharedForkServer))]

namespace PProcess.Core.Tests.ForkServing;

/// <summary>The fork server of all suites that have one make their workers.</summary>
public sealed class SharedForkServer : IAsyncLifetime
{
    private ForkServer? _server;

    public Launcher Launcher => _server!;

    public async ValueTask InitializeAsync() => _server = await ForkServer.StartAsync();

    public ValueTask DisposeAsync() => _server?.DisposeAsync() ?? ValueTask.CompletedTask;
}
