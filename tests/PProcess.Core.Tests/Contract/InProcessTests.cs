namespace PProcess.Core.Tests.Contract;

/// <summary>What is special to workers that are threads of this process.</summary>
public sealed class InProcessTests
{
    private static readonly TaskCompletionSource SendingEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private static readonly TaskCompletionSource ReceivingEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_FunctionSendsWithoutEnd_ItsSendingEnds()
    {
        await using (var channel = ProcessChannel.Start(Launcher.InProcess, Invocation.Create(SendWithoutEndAsync)))
        {
            await channel.ReceiveAsync<byte[]>();
        }

        await SendingEnded.Task.WaitAsync(Deadline.Promptly, TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task DisposeAsync_FunctionReceivesWithoutEnd_ItsReceivingEnds()
    {
        await using (var channel = ProcessChannel.Start(Launcher.InProcess, Invocation.Create(ReceiveAgainAndAgainAsync)))
        {
            await channel.ReceiveAsync<string>();
        }

        await ReceivingEnded.Task.WaitAsync(Deadline.Promptly, TestContext.Current.CancellationToken);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Start_CapturedObject_IsACopyThere()
    {
        var list = new List<int> { 1 };
        await using var channel = ProcessChannel.Start(Launcher.InProcess, Invocation.Create(() =>
        {
            list.Add(2);
            return list;
        }));
        Assert.Equal([1, 2], await channel.ReceiveAsync<List<int>>());
        Assert.Equal([1], list);
    }

    private static async Task SendWithoutEndAsync(ProcessChannel channel)
    {
        try
        {
            while (true)
            {
                await channel.SendAsync(new byte[1000]);
            }
        }
        finally
        {
            SendingEnded.SetResult();
        }
    }

    private static async Task ReceiveAgainAndAgainAsync(ProcessChannel channel)
    {
        await channel.SendAsync("begun");
        await channel.ReadAllAsync<int>().AnyAsync();
        ReceivingEnded.SetResult();
    }
}
