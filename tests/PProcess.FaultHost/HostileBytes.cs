using System.Buffers.Binary;
using System.Text;

namespace PProcess.FaultHost;

/// <summary>What a worker may write into its own channel, behind the library's back.</summary>
internal static class HostileBytes
{
    private const byte Data = 7;
    private const byte Result = 10;
    private const byte Failed = 11;
    private const byte More = 1;
    private const int LongestBody = 64 * 1024;
    private const string Folder = "/proc/self/fd";

    public static TaskResult Write(string way, int id)
    {
        using var channel = OpenChannel();
        switch (way)
        {
            case "garbage":
                channel.Write(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("This is not a frame at all. ", 1000))));
                break;
            case "truncated":
                channel.Write(Header(Result, 0, 1, 60_000));
                channel.Write(new byte[10]);
                Native.Kill(Environment.ProcessId);
                break;
            case "oversized":
                channel.Write(Header(Result, 0, 1, int.MaxValue));
                break;
            case "claims":
                channel.Write(Header(Failed, 0, 1, sizeof(int)));
                channel.Write([0xFF, 0xFF, 0xFF, 0x3F]); // A type name of a milliard characters.
                break;
            case "channelless":
                for (var task = 1; ; task++)
                {
                    channel.Write(Header(Data, 0, task, 0)); // Until it comes to the one that runs.
                }

            case "endless":
                WriteWithoutEnd(channel);
                break;
            default:
                throw new ArgumentException($"There is no way {way}.");
        }

        Thread.Sleep(Timeout.Infinite);
        return Functions.Identify(id);
    }

    // Messages that never come to their end, for tasks that do not exist.
    private static void WriteWithoutEnd(FileStream channel)
    {
        var body = new byte[LongestBody];
        for (var id = 1_000_000; ; id++)
        {
            channel.Write(Header(Result, More, id, LongestBody));
            channel.Write(body);
        }
    }

    private static byte[] Header(byte kind, byte flags, int id, int length)
    {
        var header = new byte[12];
        header[0] = kind;
        header[1] = flags;
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), id);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), length);
        return header;
    }

    // A worker's channel has the first two descriptors from 100 on: input and output.
    private static FileStream OpenChannel()
    {
        var output = Directory.GetFiles(Folder)
            .Select(path => int.Parse(Path.GetFileName(path), Report.Culture))
            .Where(descriptor => descriptor >= 100)
            .Order()
            .ElementAt(1);
        return new FileStream($"{Folder}/{output}", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }
}
