using PProcess.Framing;

namespace PProcess.Serialization;

/// <summary>A value behind the fingerprint of its static type, where sender and receiver each name the type for themselves.</summary>
/// <remarks>The fingerprint chooses nothing: it is compared with that of the type which the receiver has named.</remarks>
internal static class TypedValue
{
    public static void Write<T>(MessageWriter writer, T value)
    {
        writer.WriteInt32(Fingerprint<T>.Value);
        ValueCodec<T>.Default.Write(writer, value);
    }

    /// <summary>Reads a message that is one value.</summary>
    /// <exception cref="ProtocolException">It is a value of another type, or none.</exception>
    public static T Read<T>(ref MessageReader reader)
    {
        if (reader.ReadInt32() != Fingerprint<T>.Value)
        {
            throw new ProtocolException($"What the other process sent is not a {typeof(T)}. Both ends must name the same type.");
        }

        var value = ValueCodec<T>.Default.Read(ref reader);
        return reader.Unread.IsEmpty ? value : throw new ProtocolException($"Behind a {typeof(T)} came {reader.Unread.Length} bytes more.");
    }

    private static class Fingerprint<T>
    {
        public static readonly int Value = SentTypes.Note(Compute(typeof(T).ToString()), typeof(T));

        // FNV-1a, 32 bits (Fowler, Noll, Vo): unlike string.GetHashCode the same in every process.
        private static int Compute(string name)
        {
            var hash = 2166136261;
            foreach (var character in name)
            {
                hash = (hash ^ character) * 16777619;
            }

            return (int)hash;
        }
    }
}
