using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>Functions that keep sending.</summary>
public abstract class ContinuousContract : LauncherContract
{
    // More than all buffers between a function and its consumer hold: the results of 256 places and the channel's 256 KiB.
    private const int Many = 200_000;

    [ProcessFact]
    public async Task Enumerate_SeveralFeeds_GivesEverythingInTheOrderOfEach()
    {
        await using var feed = new ProcessQueue<string>(With(limit: 2, continuous: true));
        feed.Start(Follow, "a");
        feed.Start(Tail, "b");

        var lines = await feed.ListAsync();

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"a{i}"), lines.Where(line => line[0] == 'a'));
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"b{i}"), lines.Where(line => line[0] == 'b'));

        static async Task Follow(ProcessChannel channel, string name)
        {
            for (var i = 0; i < 1000; i++)
            {
                await channel.SendAsync($"{name}{i}");
            }
        }

        static async IAsyncEnumerable<string> Tail(string name)
        {
            for (var i = 0; i < 1000; i++)
            {
                await Task.Yield();
                yield return $"{name}{i}";
            }
        }
    }

    [ProcessFact]
    public async Task Enumerate_NobodyReads_TheProducerWaits()
    {
        var counter = Path.GetTempFileName();
        await using var feed = new ProcessQueue<int>(With(limit: 1, continuous: true));
        feed.Start(Produce, counter);
        await using var results = feed.GetAsyncEnumerator(TestDeadline.Token);
        Assert.True(await results.MoveNextAsync());

        await Enumerable.Range(0, 20_000).PMap(x => x, With()).ListAsync(); // As long as this takes, nobody reads.

        Assert.InRange(new FileInfo(counter).Length, 1, Many - 1);
        var count = 1;
        while (await results.MoveNextAsync())
        {
            Assert.Equal(count++, results.Current);
        }

        Assert.Equal(Many, count);
        File.Delete(counter);

        static async IAsyncEnumerable<int> Produce(string counter)
        {
            using var sent = new FileStream(counter, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
            for (var i = 0; i < Many; i++)
            {
                sent.WriteByte(0);
                yield return i;
                await Task.CompletedTask;
            }
        }
    }

    [ProcessFact]
    public async Task Enumerate_FeedFails_GivesWhatItSentBeforeAndThrows()
    {
        await using var feed = new ProcessQueue<int>(With(limit: 1, continuous: true));
        feed.Start(FailAfterThree);
        List<int> results = [];

        var error = await Assert.ThrowsAsync<FormatException>(() => feed.ListIntoAsync(results));

        Assert.Equal("three", error.Message);
        Assert.Equal([0, 1, 2], results);

        static async Task FailAfterThree(ProcessChannel channel)
        {
            for (var i = 0; i < 3; i++)
            {
                await channel.SendAsync(i);
            }

            throw new FormatException("three");
        }
    }

    [ProcessFact]
    public async Task Enumerate_FeedSendsWhatIsNoMessage_ThrowsAndGivesWhatOthersSend()
    {
        await using var feed = new ProcessQueue<int>(With(limit: 1, continuous: true));
        feed.Start(SendNegativeLength);
        feed.Start(async channel => await channel.SendAsync(7));

        await Assert.ThrowsAsync<ProtocolException>(() => feed.ListAsync());

        Assert.Equal([7], await feed.ListAsync());

        static async Task SendNegativeLength(ProcessChannel channel) => await channel.Pipe.Output.WriteAsync(BitConverter.GetBytes(-1));
    }

    [ProcessFact]
    public async Task DisposeAsync_FeedNeverEnds_EndsIt()
    {
        var feed = new ProcessQueue<int>(With(limit: 1, continuous: true));
        feed.Start(Endless);
        await using (feed)
        {
            Assert.Equal(Enumerable.Range(0, 1000), await feed.Take(1000).ListAsync());
        }

        Assert.False(feed.Unfinished);
    }

    [ProcessFact]
    public async Task DisposeAsync_FeedWaitsForAWorker_EndsBoth()
    {
        var feed = new ProcessQueue<int>(With(limit: 1, continuous: true));
        feed.Start(Endless);
        feed.Start(Endless);
        Assert.Equal([0, 1], await feed.Take(2).ListAsync());

        await feed.DisposeAsync().AsTask().InTimeAsync();

        Assert.False(feed.Unfinished);
        Assert.Empty(feed.Active);
    }

    [ProcessFact]
    public async Task DisposeAsync_ObservableFeedIsSubscribed_TellsTheObserverNoMoreAfterUnsubscribing()
    {
        await using var feed = new ProcessQueue<int>(With(limit: 1, continuous: true));
        feed.Start(Endless);
        var tenth = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var observer = new RecordingObserver<int>(value =>
        {
            if (value == 10)
            {
                tenth.TrySetResult();
            }
        });
        var subscription = feed.ToObservable().Subscribe(observer);
        await tenth.Task.InTimeAsync();

        subscription.Dispose();
        var told = observer.Values.Count;

        Assert.NotEmpty(await feed.Take(100).ListAsync());
        Assert.InRange(observer.Values.Count, told, told + 1); // One call may have been under way.
        Assert.Empty(observer.Errors);
        Assert.Equal(0, observer.Completions);
    }

    [ProcessFact]
    public async Task Start_NotContinuous_TheFirstMessageIsTheResultHoweverMuchFollows()
    {
        await using var queue = new ProcessQueue<int>(With(limit: 1));
        queue.Start(SendMuch);
        queue.Start(() => -1);

        Assert.Equal([-1, 0], (await queue.ListAsync()).Order());

        static async Task SendMuch(ProcessChannel channel)
        {
            for (var i = 0; i < Many; i++)
            {
                await channel.SendAsync(i);
            }
        }
    }

    [ProcessFact]
    public async Task PMapMany_FunctionSendsMuch_StreamsWithBackPressure()
    {
        var results = new[] { 0, 1 }.PMapMany(Count, With(limit: 2));

        Assert.Equal(Enumerable.Range(0, Many).Concat(Enumerable.Range(0, Many)), await results.ListAsync());

        static async IAsyncEnumerable<int> Count(int input)
        {
            for (var i = 0; i < Many; i++)
            {
                yield return i;
                await Task.CompletedTask;
            }
        }
    }

    private static async IAsyncEnumerable<int> Endless()
    {
        for (var i = 0; ; i++)
        {
            yield return i;
            await Task.Yield();
        }
    }
}
