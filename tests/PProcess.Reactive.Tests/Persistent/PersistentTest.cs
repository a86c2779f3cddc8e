using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Persistent;

/// <summary>A test of background processes: each has a directory of its own, in which nothing is left.</summary>
public abstract class PersistentTest : ProcessTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pp").FullName;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Directory.Delete(_folder);
    }

    private protected string Address(int number = 0) => Path.Combine(_folder, $"{number}.socket");

    private protected string[] Addresses(int count) => [.. Enumerable.Range(0, count).Select(Address)];

    internal static int Square(int x) => x * x;

    internal static async Task<int> SquareAsync(int x)
    {
        await Task.Yield();
        return x * x;
    }

    internal static async IAsyncEnumerable<int> Tens(int x)
    {
        await Task.Yield();
        for (var i = 0; i < 10; i++)
        {
            yield return (10 * x) + i;
        }
    }

    internal static async IAsyncEnumerable<int> Hundreds(int x)
    {
        for (var i = 0; i < 100; i++)
        {
            await Task.Delay(1);
            yield return (100 * x) + i;
        }
    }

    internal static async IAsyncEnumerable<int> Nothing(int x)
    {
        await Task.Yield();
        yield break;
    }

    internal static Task Silent(ProcessChannel channel, int x) => Task.CompletedTask;

    internal static int Fail(int x) => throw new FormatException($"not {x}");

    internal static async Task Twice(ProcessChannel channel, int x)
    {
        await foreach (var y in channel.ReadAllAsync<int>())
        {
            await channel.SendAsync(2 * x * y);
        }
    }
}
