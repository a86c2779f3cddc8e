using System.Diagnostics;
using System.Net.Sockets;
using Compare.Measuring;

namespace Compare.Floors;

/// <summary>
/// Tasks of twelve bytes in batches over one socket per process, and their answers back: each batch is followed by the next before its answers are read,
/// so that no side waits for the other.
/// </summary>
internal sealed class BatchedFrames(int count, int workers) : Contestant("frames over sockets", Side.Floor, Checksum.OfSquares(count))
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.socket");
    private readonly List<FloorProcess> _processes = [];
    private readonly List<Socket> _sockets = [];

    public override async Task PrepareAsync()
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(_path));
        listener.Listen(workers);
        for (var i = 0; i < workers; i++)
        {
            _processes.Add(new FloorProcess(OtherSide.Square, _path));
            _sockets.Add(await listener.AcceptAsync());
        }
    }

    public override Task<Sample> RunAsync()
    {
        var results = new long[count];
        var start = Stopwatch.GetTimestamp();
        List<Thread> threads = [.. _sockets.Select((socket, place) => new Thread(() => RunShare(socket, place, results)))];
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return Task.FromResult(new Sample(Checksum.Of(results), count / seconds));
    }

    protected override async Task EndAsync()
    {
        _sockets.ForEach(socket => socket.Dispose());
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        File.Delete(_path);
    }

    private void RunShare(Socket socket, int place, long[] results)
    {
        var (from, to) = ((int)((long)count * place / workers), (int)((long)count * (place + 1) / workers));
        var buffer = new byte[Frames.BatchBytes];
        var pending = 0;
        while (from < to || pending > 0)
        {
            var batch = Math.Min(Frames.Batch, to - from);
            for (var i = 0; i < batch; i++, from++)
            {
                Frames.Write(buffer.AsSpan(i * Frames.Size), from, from);
            }

            Frames.Send(socket, buffer.AsSpan(0, batch * Frames.Size));
            Frames.Receive(socket, buffer.AsSpan(0, pending * Frames.Size));
            for (var i = 0; i < pending; i++)
            {
                var (task, square) = Frames.Read(buffer.AsSpan(i * Frames.Size));
                results[task] = square;
            }

            pending = batch;
        }
    }
}
