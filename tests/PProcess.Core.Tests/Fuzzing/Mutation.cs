using System.Buffers.Binary;
using PProcess.Framing;

namespace PProcess.Core.Tests.Fuzzing;

/// <summary>Changes a recorded session as a seed says: bytes of it, or its frames as wholes.</summary>
internal static class Mutation
{
    private const int MostChanges = 4;

    /// <summary>Changes what follows the first bytes.</summary>
    public static byte[] Of(byte[] session, int seed)
    {
        var random = new Random(seed);
        var bytes = session.ToList();
        var changes = random.Next(1, MostChanges + 1);
        for (var i = 0; i < changes && bytes.Count > 0; i++)
        {
            Change(bytes, random);
        }

        return [.. bytes];
    }

    private static void Change(List<byte> bytes, Random random)
    {
        var position = random.Next(bytes.Count);
        var length = random.Next(1, Math.Min(64, bytes.Count - position) + 1);
        switch (random.Next(9))
        {
            case 0:
                bytes[position] ^= (byte)(1 << random.Next(8));
                break;
            case 1:
                bytes[position] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(position, length);
                break;
            case 3:
                bytes.RemoveRange(position, bytes.Count - position);
                break;
            case 4:
                bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(position, length));
                break;
            case 5:
                var noise = new byte[length];
                random.NextBytes(noise);
                bytes.InsertRange(position, noise);
                break;
            case 6:
                ChangeHeader(bytes, random);
                break;
            case 7:
                MoveFrame(bytes, random);
                break;
            default:
                RepeatFrame(bytes, random);
                break;
        }
    }

    private static void ChangeHeader(List<byte> bytes, Random random)
    {
        var (start, _) = AnyFrame(bytes, random);
        if (start + Frame.HeaderSize > bytes.Count)
        {
            return;
        }

        Span<byte> number = stackalloc byte[sizeof(int)];
        int[] interesting = [0, 1, -1, int.MaxValue, int.MinValue, Frame.MaxBody, Frame.MaxBody + 1, random.Next(20)];
        BinaryPrimitives.WriteInt32LittleEndian(number, interesting[random.Next(interesting.Length)]);
        switch (random.Next(4))
        {
            case 0:
                bytes[start] = (byte)random.Next(16);
                break;
            case 1:
                bytes[start + 1] = (byte)random.Next(9);
                break;
            default:
                var field = start + (random.Next(2) == 0 ? 4 : 8);
                for (var i = 0; i < number.Length; i++)
                {
                    bytes[field + i] = number[i];
                }

                break;
        }
    }

    private static void MoveFrame(List<byte> bytes, Random random)
    {
        var (start, length) = AnyFrame(bytes, random);
        var frame = bytes.GetRange(start, length);
        bytes.RemoveRange(start, length);
        bytes.InsertRange(AnyFrame(bytes, random).Start, frame);
    }

    private static void RepeatFrame(List<byte> bytes, Random random)
    {
        var (start, length) = AnyFrame(bytes, random);
        bytes.InsertRange(AnyFrame(bytes, random).Start, bytes.GetRange(start, length));
    }

    // As far as the bytes still are frames; what is behind counts as one.
    private static (int Start, int Length) AnyFrame(List<byte> bytes, Random random)
    {
        List<(int Start, int Length)> frames = [];
        for (var start = 0; start < bytes.Count;)
        {
            var length = start + Frame.HeaderSize > bytes.Count
                ? bytes.Count - start
                : (int)Math.Min((long)Frame.HeaderSize + BinaryPrimitives.ReadUInt32LittleEndian([.. bytes.GetRange(start + 8, 4)]), bytes.Count - start);
            frames.Add((start, length));
            start += length;
        }

        return frames.Count == 0 ? (0, 0) : frames[random.Next(frames.Count)];
    }
}
