using CsCheck;
using PProcess.Core.Tests.Framing;
using PProcess.Framing;

namespace PProcess.Core.Tests.Fuzzing;

/// <summary>What holds of any frames, cut anywhere.</summary>
public sealed class FramingProperties
{
    private static readonly Gen<(FrameKind Kind, FrameFlags Flags, uint Id, byte[] Body)> AnyFrame =
        Gen.Select(Gen.Int[1, 13], Gen.Int[0, 7], Gen.UInt, Gen.Byte.Array[0, 300], (kind, flags, id, body) => ((FrameKind)kind, (FrameFlags)flags, id, body));

    [Fact]
    public void TryRead_AnyFramesCutAnywhere_AreTheSameFrames() =>
        Gen.Select(AnyFrame.Array[0, 20], Gen.Int[1, 5000].Array[1, 20]).Sample((frames, cuts) =>
        {
            byte[] bytes = [.. frames.SelectMany(frame => Frames.Bytes(frame.Kind, frame.Flags, frame.Id, frame.Body))];
            var read = ReadAll(bytes, cuts);
            return read.Count == frames.Length
                && read.Zip(frames).All(pair => pair.First.Kind == pair.Second.Kind && pair.First.Flags == pair.Second.Flags && pair.First.Id == pair.Second.Id && pair.First.Body.SequenceEqual(pair.Second.Body));
        });

    [Fact]
    public void TryRead_AnyBytes_GivesFramesOrIsRefused() =>
        Gen.Select(Gen.Byte.Array[0, 2000], Gen.Int[1, 500].Array[1, 5]).Sample((bytes, cuts) =>
        {
            try
            {
                ReadAll(bytes, cuts);
            }
            catch (ProtocolException)
            {
                // Refused.
            }
        });

    [Fact]
    public void TryComplete_AnyMessageCutAnywhere_IsTheSameMessage() =>
        Gen.Select(Gen.Byte.Array[0, 1000], Gen.Int[1, 400].Array[1, 5]).Sample((message, cuts) =>
        {
            var assembler = new MessageAssembler();
            List<byte[]> pieces = [.. Pieces(message, cuts)];
            for (var i = 0; i < pieces.Count; i++)
            {
                var isLast = i == pieces.Count - 1;
                var frame = Frames.Parse(Frames.Bytes(FrameKind.Result, isLast ? FrameFlags.None : FrameFlags.More, 1, pieces[i]));
                if (assembler.TryComplete(frame, out var whole))
                {
                    return isLast && whole.Span.SequenceEqual(message);
                }
            }

            return pieces.Count == 0;
        });

    private static List<(FrameKind Kind, FrameFlags Flags, uint Id, byte[] Body)> ReadAll(byte[] bytes, int[] cuts)
    {
        var reader = new FrameReader();
        List<(FrameKind, FrameFlags, uint, byte[])> read = [];
        foreach (var piece in Pieces(bytes, cuts))
        {
            for (var taken = 0; taken < piece.Length;)
            {
                var room = reader.GetMemory();
                var count = Math.Min(room.Length, piece.Length - taken);
                piece.AsMemory(taken, count).CopyTo(room);
                reader.Advance(count);
                taken += count;
                while (reader.TryRead(out var frame))
                {
                    read.Add((frame.Kind, frame.Flags, frame.Id, frame.Body.ToArray()));
                }
            }
        }

        return read;
    }

    private static IEnumerable<byte[]> Pieces(byte[] bytes, int[] cuts)
    {
        for (int start = 0, i = 0; start < bytes.Length; i++)
        {
            var length = Math.Min(cuts[i % cuts.Length], bytes.Length - start);
            yield return bytes[start..(start + length)];
            start += length;
        }
    }
}
