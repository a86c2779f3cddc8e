using System.Drawing;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace PProcess.Core.Tests.Serialization;

/// <summary>Values of the framework's types, by themselves and as members.</summary>
public sealed class FrameworkValueTests
{
    [Theory]
    [InlineData(DateTimeKind.Utc)]
    [InlineData(DateTimeKind.Local)]
    [InlineData(DateTimeKind.Unspecified)]
    public void DateTime_OfEachKind_KeepsTicksAndKind(DateTimeKind kind)
    {
        foreach (var ticks in new[] { 0, 638_000_000_000_000_001, DateTime.MaxValue.Ticks })
        {
            var arrived = Travel.There(new DateTime(ticks, kind));
            Assert.Equal((ticks, kind), (arrived.Ticks, arrived.Kind));
            Assert.Equal(kind, Travel.There(new Held<DateTime>(new DateTime(ticks, kind))).Value.Kind);
            Assert.Equal(ticks, Travel.There(new[] { new DateTime(ticks, kind) })[0].Ticks);
        }
    }

    [Fact]
    public void DateTimeOffset_OfAnyOffset_KeepsTicksAndOffset()
    {
        foreach (var offset in new[] { TimeSpan.Zero, TimeSpan.FromHours(14), -TimeSpan.FromMinutes(210) })
        {
            var value = new DateTimeOffset(638_000_000_000_000_001, offset);
            var arrived = Travel.There(value);
            Assert.True(value.EqualsExact(arrived), $"{value:o} arrived as {arrived:o}.");
        }
    }

    [Fact]
    public void Times_OfOtherKinds_ArriveEqual()
    {
        AssertArrivesEqual(TimeSpan.MinValue);
        AssertArrivesEqual(new DateOnly(2024, 2, 29));
        AssertArrivesEqual(new TimeOnly(1));
    }

    [Fact]
    public void Numbers_OfOtherKinds_ArriveEqual()
    {
        AssertArrivesEqual(decimal.MinValue);
        AssertArrivesEqual(0.0000000000000000000000000001m);
        AssertArrivesEqual(BigInteger.Pow(7, 1000));
        AssertArrivesEqual(new Complex(1.5, -2));
        AssertArrivesEqual(Half.Epsilon);
        AssertArrivesEqual(Int128.MinValue);
        AssertArrivesEqual(UInt128.MaxValue);
    }

    [Fact]
    public void Decimal_WithTrailingZeros_KeepsItsScale() =>
        Assert.Equal("1.500", Travel.There(1.500m).ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void Identifiers_OfTheFramework_ArriveEqual()
    {
        AssertArrivesEqual(Guid.NewGuid());
        AssertArrivesEqual(new Version(1, 2, 3, 4));
        AssertArrivesEqual(new Uri("https://example.org/ä?q=%20#end"));
        AssertArrivesEqual(new Uri("relative/path", UriKind.Relative));
        AssertArrivesEqual(new Rune(0x1F33B));
        AssertArrivesEqual(KeyValuePair.Create("key", 5));
    }

    [Fact]
    public void PlainValues_OfTheFramework_ArriveEqual()
    {
        AssertArrivesEqual(^3);
        AssertArrivesEqual(2..^1);
        AssertArrivesEqual(new Point(3, -4));
        AssertArrivesEqual(new RectangleF(1.5f, 2, 3, 4));
        AssertArrivesEqual(Color.FromArgb(1, 2, 3));
        AssertArrivesEqual(Color.Tomato);
        AssertArrivesEqual(new Vector3(1, 2, float.PositiveInfinity));
        AssertArrivesEqual<Range?>(1..2);
    }

    [Fact]
    public void StringBuilder_WithText_ArrivesWithIt() =>
        Assert.Equal("text", Travel.There(new StringBuilder("text")).ToString());

    [Fact]
    public void Nullables_OfAnyValue_ArriveEqual()
    {
        AssertArrivesEqual<int?>(null);
        AssertArrivesEqual<int?>(5);
        AssertArrivesEqual<DateTime?>(null);
        AssertArrivesEqual<Guid?>(Guid.NewGuid());
    }

    [Fact]
    public void Primitives_AsMembers_ArriveEqual()
    {
        AssertArrivesEqual(ulong.MaxValue);
        AssertArrivesEqual(long.MinValue);
        AssertArrivesEqual(float.NaN);
        AssertArrivesEqual(-0.0);
        AssertArrivesEqual('\uD800');
        AssertArrivesEqual("\uD800 alone");
        AssertArrivesEqual("");
        AssertArrivesEqual<string?>(null);
    }

    private static void AssertArrivesEqual<T>(T value)
    {
        Travel.AssertArrivesEqual(value);
        Travel.AssertArrivesEqual(new Held<T>(value));
    }

    private sealed record Held<T>(T Value);
}
