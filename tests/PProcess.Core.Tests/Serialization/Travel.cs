using PProcess.Framing;
using PProcess.Serialization;

namespace PProcess.Core.Tests.Serialization;

/// <summary>Takes values to bytes and back, as if another process were there.</summary>
internal static class Travel
{
    public static T There<T>(T value)
    {
        var reader = new MessageReader(Write(value));
        var arrived = ValueCodec<T>.Default.Read(ref reader);
        Assert.True(reader.Unread.IsEmpty);
        return arrived;
    }

    public static ReadOnlyMemory<byte> Write<T>(T value)
    {
        var writer = new MessageWriter();
        ValueCodec<T>.Default.Write(writer, value);
        return writer.Written;
    }

    public static T Read<T>(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessageReader(bytes);
        return ValueCodec<T>.Default.Read(ref reader);
    }

    public static void AssertArrivesEqual<T>(T value) => Assert.Equal(value, There(value));

    public static CannotTravelException AssertRefused<T>(T value, string name, Type type)
    {
        var refusal = Assert.Throws<CannotTravelException>(() => Write(value));
        AssertNames(refusal, name, type);
        return refusal;
    }

    public static void AssertNames(CannotTravelException refusal, string name, Type type)
    {
        Assert.Equal(name, refusal.Name);
        Assert.Equal(type, refusal.Type);
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(type.ToString(), refusal.Message, StringComparison.Ordinal);
    }
}
