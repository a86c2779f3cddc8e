using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>A host that ends in the given way while its workers idle, spin, send to nobody, would not end if they were asked to, and are hosts themselves.</summary>
internal static class EndingHost
{
    public const string Forked = "forked";

    public static async Task RunAsync(string way, string? kind = null)
    {
        // Not disposed: the end of the program is all that its workers get.
        var launcher = kind == Forked ? await ForkServer.StartAsync() : Launcher.LocalProcess;
        List<ProcessChannel> channels =
        [
            ProcessChannel.Start(launcher, Invocation.Create(Functions.IdleAsync)),
            ProcessChannel.Start(launcher, Invocation.Create(Functions.SpinAsync)),
            ProcessChannel.Start(launcher, Invocation.Create(Functions.SendAsync)),
            ProcessChannel.Start(launcher, Invocation.Create(Functions.RefuseToEndAsync)),
            ProcessChannel.Start(launcher, Invocation.Create(Functions.HostAsync)),
        ];
        foreach (var channel in channels)
        {
            await channel.ReceiveAsync<string>();
        }

        await foreach (var _ in Enumerable.Range(0, 4).PMap(Functions.Pause, new ExchangeOptions { Limit = 2, Launcher = launcher }))
        {
        }

        Report.Say("workers", OwnProcess.Children.Count);
        Report.Say("begun");
        switch (way)
        {
            case "return":
                return;
            case "throw":
                throw new InvalidOperationException("The program throws.");
            case "exit":
                Environment.Exit(3);
                break;
            case "failfast":
                Environment.FailFast("The program fails fast.");
                break;
            default:
                await Task.Delay(Timeout.Infinite);
                break;
        }
    }
}
