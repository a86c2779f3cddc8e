using System.Globalization;
using System.Net.Sockets;
using Compare.Measuring;
using Microsoft.Win32.SafeHandles;

namespace Compare.Floors;

/// <summary>What the process of a floor does, or of a contestant that is to be in a process by itself.</summary>
internal static class OtherSide
{
    public const string Echo = "echo";
    public const string Square = "square";

    /// <summary>Runs one of our own contestants, whose workers take over in the startup hook.</summary>
    public const string Hooked = "hooked";

    public static async Task<int> RunAsync(string[] arguments)
    {
        switch (arguments)
        {
            case [Hooked, var measure, var isShort, var name]:
                await HookedContestant.ServeAsync(measure, bool.Parse(isShort), name);
                return 0;
            case [Echo, var size]:
                EchoBlocks(int.Parse(size, CultureInfo.InvariantCulture));
                return 0;
            case [Square, var path]:
                SquareFrames(path);
                return 0;
            default:
                return 1;
        }
    }

    /// <summary>Reads a block whole before it answers with it, as a function does with its argument.</summary>
    private static void EchoBlocks(int size)
    {
        using var input = new FileStream(new SafeFileHandle(0, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        using var output = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        var block = new byte[size];
        while (input.ReadAtLeast(block, size, throwOnEndOfStream: false) == size)
        {
            output.Write(block);
        }
    }

    private static void SquareFrames(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(path));
        var buffer = new byte[Frames.BatchBytes];
        var held = 0;
        while (socket.Receive(buffer.AsSpan(held)) is > 0 and var received)
        {
            held += received;
            var whole = held - (held % Frames.Size);
            Frames.Square(buffer.AsSpan(0, whole));
            Frames.Send(socket, buffer.AsSpan(0, whole));
            buffer.AsSpan(whole, held - whole).CopyTo(buffer);
            held -= whole;
        }
    }
}
