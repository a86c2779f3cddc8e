namespace PProcess.Core.Tests.Contract;

/// <summary>Named functions of every form.</summary>
internal static class TestFunctions
{
    public static int Answer() => 42;

    public static int Double(int value) => 2 * value;

    public static string Join(string first, int second, bool third) => $"{first} {second} {third}";

    public static string JoinFour(string first, int second, bool third, double fourth) => $"{first} {second} {third} {fourth}";

    public static async Task<int> DoubleLaterAsync(int value)
    {
        await Task.Yield();
        return 2 * value;
    }

    public static async ValueTask<string> SayLaterAsync(string text)
    {
        await Task.Yield();
        return text;
    }

    public static string NameOf<T>(T value) => $"{typeof(T).Name} {value}";

    public static void SendTwice(ProcessChannel channel, int value)
    {
        channel.SendAsync(value).AsTask().GetAwaiter().GetResult();
        channel.SendAsync(value).AsTask().GetAwaiter().GetResult();
    }

    public static async Task SendAllAsync(ProcessChannel channel, int first, string second, double fourth, bool fifth) =>
        await channel.SendAsync((first, second, fourth, fifth));

    public static async Task<string> AskAsync(ProcessChannel channel)
    {
        await channel.SendAsync("name?");
        return $"Hello, {await channel.ReceiveAsync<string>()}";
    }

    /// <summary>Sends back each message.</summary>
    public static async Task EchoAsync<T>(ProcessChannel channel)
    {
        await foreach (var message in channel.ReadAllAsync<T>())
        {
            await channel.SendAsync(message);
        }
    }

    public static async IAsyncEnumerable<int> CountAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    /// <summary>Waits for its cancellation, and takes no message.</summary>
    public static async Task WaitAsync(ProcessChannel channel, CancellationToken cancellationToken)
    {
        await channel.SendAsync("begun", cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
