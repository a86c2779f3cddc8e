using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>Channels that are disposed while their tasks wait for a worker.</summary>
public abstract class WithdrawalContract : LauncherContract
{
    [ProcessFact]
    public async Task DisposeAsync_TaskWaitsForAWorker_NeverRunsAndTheOthersDo()
    {
        using var gate = new Gate();
        await using var queue = new ProcessQueue<int>(With(limit: 1) with { Reuse = true });
        queue.Start(Gate.PassAsync, gate.Address, 0, CancellationToken.None);
        var running = await gate.ArrivedAsync(0);
        queue.Start(Gate.PassAsync, gate.Address, 1, CancellationToken.None);
        var withdrawn = StartConversation(queue, gate.Address, 2);
        queue.Start(Gate.PassAsync, gate.Address, 3, CancellationToken.None);

        await withdrawn.DisposeAsync().AsTask().InTimeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => withdrawn.Completion);
        gate.OpenForAll();
        running.Open();
        var (results, failures) = await CollectAsync(queue);

        Assert.DoesNotContain(2, gate.Arrived);
        Assert.Equal([0, 1, 3], results.Order());
        Assert.Equal(1, failures);
    }

    [ProcessFact]
    public async Task DisposeAsync_SenderWaitsForAWorkerToTakeIt_EndsBoth()
    {
        using var gate = new Gate();
        await using var queue = new ProcessQueue<int>(With(limit: 1) with { Reuse = true });
        queue.Start(Gate.PassAsync, gate.Address, 0, CancellationToken.None);
        await gate.ArrivedAsync(0);
        var withdrawn = StartConversation(queue, gate.Address, 1);
        var sending = withdrawn.SendAsync(new byte[2_000_000]).AsTask();

        await withdrawn.DisposeAsync().AsTask().InTimeAsync();

        await Assert.ThrowsAnyAsync<Exception>(() => sending.InTimeAsync());
        gate.OpenForAll();
    }

    [ProcessFact]
    public async Task DisposeAsync_AtAnyMoment_EndsEachTaskOnce()
    {
        await using var queue = new ProcessQueue<int>(With(limit: 2) with { Reuse = true });
        var random = new Random(5);
        for (var round = 0; round < 200; round++)
        {
            var channel = StartConversation(queue, "", -1);
            queue.Start(static () => 1);
            await Task.Delay(random.Next(3), TestDeadline.Token);
            await channel.DisposeAsync().AsTask().InTimeAsync();
            Assert.True(channel.Completion.IsCompleted);
        }

        var (ones, failures) = await CollectAsync(queue);

        Assert.Equal(200, ones.Count);
        Assert.InRange(failures, 0, 200);
    }

    private static async Task<(List<int> Results, int Failures)> CollectAsync(ProcessQueue<int> queue)
    {
        List<int> results = [];
        for (var failures = 0; ; failures++)
        {
            try
            {
                await foreach (var result in queue.WithCancellation(TestDeadline.Token))
                {
                    results.Add(result);
                }

                return (results, failures);
            }
            catch (OperationCanceledException) when (!TestDeadline.Token.IsCancellationRequested)
            {
                // A task that was withdrawn; the others come behind it.
            }
        }
    }

    private static ProcessChannel StartConversation(ProcessQueue<int> queue, string address, int number)
    {
        var others = queue.Active.ToList();
        queue.Start(ConverseAsync, address, number);
        return Assert.Single(queue.Active.Except(others));
    }

    private static async Task ConverseAsync(ProcessChannel channel, string address, int number)
    {
        if (number >= 0)
        {
            await Gate.PassAsync(address, number);
        }

        await foreach (var bytes in channel.ReadAllAsync<byte[]>())
        {
            await channel.SendAsync(bytes.Length);
        }
    }
}
