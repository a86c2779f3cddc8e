using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>Functions that an exchange starts in a loop, and that go on talking with it.</summary>
public abstract class ConversationContract : LauncherContract
{
    /// <summary>As the original's start_loop.</summary>
    [ProcessFact]
    public async Task Start_InALoop_ExchangeReceivesEveryMessageInTheOrderOfItsFunction()
    {
        await using var exchange = new ProcessExchange(With(limit: null));
        for (var i = 0; i < 5; i++)
        {
            exchange.Start(CountAsync, i, 20);
        }

        List<(int Process, int Message)> received = [];
        while (exchange.Unfinished)
        {
            foreach (var channel in await exchange.ReadyAsync(null, TestDeadline.Token))
            {
                received.Add(await channel.ReceiveAsync<(int, int)>(TestDeadline.Token));
            }
        }

        Assert.Equal(from i in Enumerable.Range(0, 5) from j in Enumerable.Range(0, 20) select (i, j), received.OrderBy(pair => pair.Process));
    }

    /// <summary>As the original's two_way.</summary>
    [ProcessFact]
    public async Task SendAsync_ToEachFunction_ItsAnswersComeFromItsChannel()
    {
        await using var exchange = new ProcessExchange(With(limit: null));
        for (var i = 0; i < 4; i++)
        {
            exchange.Start(MultiplyAsync, i);
        }

        var asked = exchange.Active.ToDictionary(channel => channel, _ => new List<int>());
        foreach (var channel in asked.Keys)
        {
            await channel.SendAsync(1, TestDeadline.Token);
        }

        while (exchange.Unfinished)
        {
            foreach (var channel in await exchange.ReadyAsync(null, TestDeadline.Token))
            {
                var answers = asked[channel];
                answers.Add(await channel.ReceiveAsync<int>(TestDeadline.Token));
                if (answers.Count < 3)
                {
                    await channel.SendAsync(answers.Count + 1, TestDeadline.Token);
                }
                else
                {
                    await channel.CompleteAsync();
                }
            }
        }

        Assert.Equal([[0, 0, 0], [1, 2, 3], [2, 4, 6], [3, 6, 9]], asked.Values.OrderBy(answers => answers[0]));
    }

    private static async Task CountAsync(ProcessChannel channel, int process, int messages)
    {
        for (var i = 0; i < messages; i++)
        {
            await channel.SendAsync((process, i));
        }
    }

    private static async Task MultiplyAsync(ProcessChannel channel, int factor)
    {
        await foreach (var number in channel.ReadAllAsync<int>())
        {
            await channel.SendAsync(factor * number);
        }
    }
}
