using PProcess.Core.Tests.Framing;
using PProcess.Framing;

namespace PProcess.Core.Tests.Workers;

/// <summary>A worker that has ended while somebody who has its pipe goes on writing.</summary>
public sealed class FloodedDrainTests
{
    [Fact(Timeout = Deadline.Test)]
    public async Task Completion_ThePipeNeverRunsDryBehindTheWorkersEnd_Comes()
    {
        using var stop = new CancellationTokenSource();
        try
        {
            var worker = Worker.Start(new EndedLauncher(preamble => new FloodedPipe(preamble, stop.Token)));
            await worker.Completion.WaitAsync(Deadline.Promptly);
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private sealed class FloodedPipe(byte[] preamble, CancellationToken stop) : MemoryStream
    {
        private readonly byte[] _frames = [.. Enumerable.Repeat(Frames.Bytes(FrameKind.Outbox, FrameFlags.None, 0, []), 1000).SelectMany(frame => frame)];
        private bool _hasBegun;
        private int _position;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (!_hasBegun)
            {
                _hasBegun = true;
                preamble.CopyTo(buffer);
                return preamble.Length;
            }

            cancellationToken.ThrowIfCancellationRequested();
            await (stop.IsCancellationRequested ? Task.Delay(Timeout.Infinite, cancellationToken) : Task.CompletedTask);
            var count = Math.Min(buffer.Length, _frames.Length - _position);
            _frames.AsMemory(_position, count).CopyTo(buffer);
            _position = (_position + count) % _frames.Length;
            return count;
        }
    }
}
