namespace PProcess.Core.Tests.Background;

/// <summary>What the background processes of the tests run.</summary>
internal static class BackgroundFunctions
{
    public static int Square(int x) => x * x;

    public static async Task<int> SquareAsync(int x)
    {
        await Task.Yield();
        return x * x;
    }

    public static async IAsyncEnumerable<int> CountAsync(int count)
    {
        await Task.Yield();
        for (var i = 0; i < count; i++)
        {
            yield return i;
        }
    }

    public static async IAsyncEnumerable<int> SlowlyAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Delay(1);
            yield return i;
        }
    }

    public static async Task EchoAsync(ProcessChannel channel, string suffix)
    {
        await foreach (var text in channel.ReadAllAsync<string>())
        {
            await channel.SendAsync(text + suffix);
        }
    }

    /// <summary>Sends its results and never receives.</summary>
    public static async Task SendAndIgnoreAsync(ProcessChannel channel, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await channel.SendAsync(i);
        }

        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>Sends the length of each text that it gets, once it has been told to begin by a file.</summary>
    public static async Task MeasureAsync(ProcessChannel channel, string beginning)
    {
        while (!File.Exists(beginning))
        {
            await Task.Delay(10);
        }

        await foreach (var text in channel.ReadAllAsync<string>())
        {
            await channel.SendAsync(text.Length);
        }
    }

    public static void SendTwo(ProcessChannel channel)
    {
        channel.SendAsync(1).AsTask().GetAwaiter().GetResult();
        channel.SendAsync(2).AsTask().GetAwaiter().GetResult();
    }

    public static void Nothing()
    {
    }

    public static void Forever() => new ManualResetEventSlim().Wait();

    public static async Task UntilCancelledAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        finally
        {
            await File.WriteAllTextAsync(path, "tidy", CancellationToken.None);
        }
    }

    public static int Fail(string message) => throw new FormatException(message);

    public static byte[] Large(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)i)];

    public static async IAsyncEnumerable<byte[]> LargeOnesAsync(int count, int length)
    {
        await Task.Yield();
        for (var i = 0; i < count; i++)
        {
            yield return new byte[length];
        }
    }

    public static async Task LargeOnesThenWaitAsync(ProcessChannel channel, int count, int length)
    {
        for (var i = 0; i < count; i++)
        {
            await channel.SendAsync(new byte[length]);
        }

        await channel.ReceiveAsync<int>();
    }

    public static async Task RawAsync(ProcessChannel channel)
    {
        await channel.Pipe.Output.WriteAsync(new byte[] { 255, 255, 255, 255, 1 });
        await Task.Delay(10);
    }

    public static string Directories() => $"{Environment.CurrentDirectory}";
}
