using PProcess;

namespace Compare.Measuring;

/// <summary>One of ours whose workers a fork server makes, which is there before the first round.</summary>
/// <param name="original">What the same contestant is called without.</param>
/// <param name="expected">What every round has to compute.</param>
/// <param name="run">A round.</param>
internal sealed class ForkedContestant(string original, string expected, Func<Launcher, Task<Sample>> run) : Contestant(NameOf(original), Side.Ours, expected)
{
    private ForkServer? _server;

    public static string NameOf(string original) => $"{original}, fork server";

    public override async Task PrepareAsync() => _server = await ForkServer.StartAsync();

    public override Task<Sample> RunAsync() => run(_server!);

    protected override async Task EndAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
