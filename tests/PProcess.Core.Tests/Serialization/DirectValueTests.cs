namespace PProcess.Core.Tests.Serialization;

/// <summary>The values that travel without the serializer.</summary>
public sealed class DirectValueTests
{
    private enum Wide : ulong
    {
        None = 0,
        All = ulong.MaxValue,
    }

    [Fact]
    public void Primitives_ExtremeValues_ArriveEqual()
    {
        Travel.AssertArrivesEqual(true);
        Travel.AssertArrivesEqual(byte.MaxValue);
        Travel.AssertArrivesEqual(sbyte.MinValue);
        Travel.AssertArrivesEqual(short.MinValue);
        Travel.AssertArrivesEqual(ushort.MaxValue);
        Travel.AssertArrivesEqual(int.MinValue);
        Travel.AssertArrivesEqual(uint.MaxValue);
        Travel.AssertArrivesEqual(long.MinValue);
        Travel.AssertArrivesEqual(ulong.MaxValue);
        Travel.AssertArrivesEqual('\uDC00');
        Travel.AssertArrivesEqual(float.Epsilon);
        Travel.AssertArrivesEqual(double.NegativeInfinity);
    }

    [Theory]
    [InlineData(0x8000000000000000)] // Minus zero.
    [InlineData(0x7FF8000000000123)] // Not a number, with a payload.
    public void Double_UnusualBits_KeepsThem(ulong bits)
    {
        Assert.Equal(bits, BitConverter.DoubleToUInt64Bits(Travel.There(BitConverter.UInt64BitsToDouble(bits))));
    }

    [Fact]
    public void Enums_OfAnySize_ArriveEqual()
    {
        Travel.AssertArrivesEqual(Wide.All);
        Travel.AssertArrivesEqual(DayOfWeek.Saturday);
        Travel.AssertArrivesEqual((DayOfWeek)99);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("täxt 🌻 \0 end")]
    [InlineData("\uD800")] // A high surrogate alone.
    [InlineData("\uDC00\uD800")] // A pair the wrong way round.
    public void String_OfAnyKind_ArrivesEqual(string? text) => Assert.Equal(text, Travel.There(text));

    [Fact]
    public void ArraysOfPrimitives_OfAnyLength_ArriveEqual()
    {
        Travel.AssertArrivesEqual<byte[]?>(null);
        Travel.AssertArrivesEqual(Array.Empty<byte>());
        Travel.AssertArrivesEqual(new byte[] { 1, 2, 3 });
        Travel.AssertArrivesEqual(new[] { true, false });
        Travel.AssertArrivesEqual(new[] { 'a', '\uD800' });
        Travel.AssertArrivesEqual(new[] { long.MinValue, 0, long.MaxValue });
        Travel.AssertArrivesEqual(Enumerable.Range(0, 100_000).Select(i => i / 3.0).ToArray());
    }

    [Fact]
    public void Memory_OfBytes_ArrivesAsABufferOfItsOwn()
    {
        var bytes = new byte[] { 1, 2, 3, 4 };
        var arrived = Travel.There(bytes.AsMemory(1, 2));
        Assert.Equal((byte[])[2, 3], arrived.ToArray());
        Assert.Equal((byte[])[2, 3], Travel.There((ReadOnlyMemory<byte>)bytes.AsMemory(1, 2)).ToArray());
        bytes[1] = 99;
        Assert.Equal(2, arrived.Span[0]);
    }

    [Fact]
    public void Read_TruncatedValue_IsRefused()
    {
        AssertTruncationIsRefused(long.MaxValue);
        AssertTruncationIsRefused("text");
        AssertTruncationIsRefused(new[] { 1, 2, 3 });
        AssertTruncationIsRefused(new byte[] { 1, 2, 3 }.AsMemory());
    }

    [Fact]
    public void Read_ArrayWithANegativeLength_IsRefused() =>
        Assert.Throws<ProtocolException>(() => Travel.Read<byte[]>(BitConverter.GetBytes(-2)));

    private static void AssertTruncationIsRefused<T>(T value)
    {
        var bytes = Travel.Write(value);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ProtocolException>(() => Travel.Read<T>(bytes[..length]));
        }
    }
}
