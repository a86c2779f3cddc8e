using System.Globalization;
using System.Net.Sockets;

namespace PProcess.TestProgram;

/// <summary>What the program does with background processes when it is told to.</summary>
internal static class BackgroundCommands
{
    public static async Task RunAsync(string[] args)
    {
        try
        {
            await (args switch
            {
                ["start", var address, var count] => StartAsync(address, int.Parse(count, CultureInfo.InvariantCulture), waits: false),
                ["start-and-wait", var address, var count] => StartAsync(address, int.Parse(count, CultureInfo.InvariantCulture), waits: true),
                ["start-large", var address, var length] => StartLargeAsync(address, int.Parse(length, CultureInfo.InvariantCulture)),
                ["collect", var address] => CollectAsync(address),
                ["collect-large", var address] => CollectLargeAsync(address),
                ["ask-large", var address] => AskLargeAsync(address),
                ["connect", var address, var greeting] => ConnectAsync(address, Convert.FromHexString(greeting)),
                _ => throw new ArgumentException("Unknown command."),
            });
        }
        catch (PProcessException error)
        {
            Console.WriteLine($"{error.GetType().Name}: {error.Message}");
        }
    }

    private static async Task StartAsync(string address, int count, bool waits)
    {
        var process = await BackgroundProcess.StartAsync(address, CountAsync, count);
        Console.WriteLine(process.ProcessId);
        await Task.Delay(waits ? Timeout.Infinite : 0);
    }

    private static async Task StartLargeAsync(string address, int length)
    {
        var process = await BackgroundProcess.StartAsync(address, Large, length);
        Console.WriteLine(process.ProcessId);
    }

    private static async Task CollectAsync(string address)
    {
        await using var channel = await PersistentChannel.ConnectAsync(address);
        await foreach (var number in channel.ReadAllAsync<int>())
        {
            Console.WriteLine(number);
        }
    }

    private static async Task CollectLargeAsync(string address)
    {
        await using var channel = await PersistentChannel.ConnectAsync(address);
        var bytes = await channel.ReceiveAsync<byte[]>();
        Console.WriteLine($"{bytes.Length} {bytes.Index().All(entry => entry.Item == (byte)(entry.Index * 31))}");
    }

    private static async Task AskLargeAsync(string address)
    {
        await using var channel = await PersistentChannel.ConnectAsync(address);
        Console.WriteLine("asking");
        await channel.WaitToReceiveAsync();
        await Task.Delay(Timeout.Infinite);
    }

    private static async Task ConnectAsync(string address, byte[] greeting)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(address));
        var received = 0;
        try
        {
            await socket.SendAsync(greeting);
            received = await socket.ReceiveAsync(new byte[64]);
        }
        catch (SocketException)
        {
            // Cut off is cut off.
        }

        Console.WriteLine(received > 0 ? "let in" : "cut off");
    }

    private static async IAsyncEnumerable<int> CountAsync(int count)
    {
        for (var number = 0; number < count; number++)
        {
            await Task.Delay(5);
            yield return number;
        }
    }

    private static byte[] Large(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)(i * 31);
        }

        return bytes;
    }
}
