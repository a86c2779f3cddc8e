using System.Buffers.Binary;
using Compare.Measuring;

namespace Compare.Floors;

/// <summary>Twelve bytes to a process and back over pipes, awaited or with a thread that blocks.</summary>
internal sealed class PingPong(int trips, bool blocks) : Contestant(blocks ? Blocking : Awaited, Side.Floor, Checksum.Of(Enumerable.Range(0, trips).Select(x => (long)x)))
{
    public const string Awaited = "pipe ping-pong, awaited";
    public const string Blocking = "pipe ping-pong, blocking";

    private FloorProcess? _process;

    public override Task PrepareAsync()
    {
        _process = new FloorProcess(OtherSide.Echo, $"{Frames.Size}");
        return Task.CompletedTask;
    }

    public override Task<Sample> RunAsync()
    {
        var process = _process!;
        var buffer = new byte[Frames.Size];
        return Trips.RunAsync(trips, async x =>
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer, x);
            if (blocks)
            {
                process.Input.Write(buffer);
                process.Output.ReadExactly(buffer);
            }
            else
            {
                await process.AsyncInput.WriteAsync(buffer);
                await process.AsyncOutput.ReadExactlyAsync(buffer);
            }

            return BinaryPrimitives.ReadInt64LittleEndian(buffer);
        });
    }

    protected override async Task EndAsync()
    {
        if (_process is { } process)
        {
            await process.DisposeAsync();
        }
    }
}
