using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Workers;

/// <summary>Values nested too deep, written in a worker: where that ends the process, only the test fails.</summary>
public abstract class DeepValueContract(Launcher launcher) : ChannelContract(launcher)
{
    [Theory(Timeout = Deadline.Test)]
    [InlineData(1_001)]
    [InlineData(1_000_000)]
    public async Task Write_ChainDeeperThanAllowed_IsRefusedInReadableWords(int length)
    {
        var channel = Start(Invocation.Create(Refuse, length));
        var (type, message) = await channel.ReceiveAsync<(string, string)>(Cancellation);
        Assert.Equal(nameof(Node), type);
        Assert.Contains("1000 deep", message, StringComparison.Ordinal);
        Assert.InRange(message.Length, 1, 1_000);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Write_UntravellableMemberAtTheEndOfALongChain_IsRefused()
    {
        var channel = Start(Invocation.Create(() =>
        {
            var first = new Node { Detail = new object() };
            for (var i = 1; i < 900; i++)
            {
                first = new Node { Next = first };
            }

            return Describe(first);
        }));
        Assert.Equal(nameof(Object), (await channel.ReceiveAsync<(string Type, string)>(Cancellation)).Type);
    }

    private static (string, string) Refuse(int length)
    {
        Node? first = null;
        for (var i = 0; i < length; i++)
        {
            first = new Node { Next = first };
        }

        return Describe(first!);
    }

    private static (string, string) Describe(Node node)
    {
        try
        {
            Invocation.Create((Node argument) => argument.Next, node);
            return ("", "It was taken.");
        }
        catch (CannotTravelException refusal)
        {
            return (refusal.Type!.Name, refusal.Message);
        }
    }

    private sealed class Node
    {
        public Node? Next { get; set; }

        public object? Detail { get; set; }
    }
}
