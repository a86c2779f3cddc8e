using System.Drawing;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;

namespace PProcess.Core.Tests.Serialization;

/// <summary>Values of the framework's types, by themselves and as members.</summary>
public sealed partial class FrameworkValueTests
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

    [Theory]
    [InlineData(0x0001)]
    [InlineData(0x7c01)]
    [InlineData(0x7e01)]
    [InlineData(0x8000)]
    [InlineData(0xfc00)]
    public void Halves_OfAnyForm_KeepTheirBits(int bits)
    {
        var value = BitConverter.UInt16BitsToHalf((ushort)bits);
        Assert.Equal(bits, BitConverter.HalfToUInt16Bits(Travel.There(value)));
        Assert.Equal(bits, BitConverter.HalfToUInt16Bits(Travel.There(new Held<Half>(value)).Value));
        Assert.Equal(bits, BitConverter.HalfToUInt16Bits(Travel.There<Half?>(value)!.Value));
        Assert.Equal(bits, BitConverter.HalfToUInt16Bits(Travel.There((Half[])[value])[0]));
        Assert.Equal(bits, BitConverter.HalfToUInt16Bits(Travel.There(new List<Half?> { value })[0]!.Value));
    }

    [Fact]
    public void Decimals_OfAnyForm_KeepTheirBits()
    {
        decimal[] values = [1.500m, -0m, 0.000m, -0.00m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m];
        foreach (var value in values)
        {
            AssertSameBits(value, Travel.There(value));
            AssertSameBits(value, Travel.There(new Held<decimal>(value)).Value);
            AssertSameBits(value, Travel.There<decimal?>(value)!.Value);
            AssertSameBits(value, Travel.There(new Held<decimal?>(value)).Value!.Value);
            AssertSameBits(value, Travel.There((decimal[])[value])[0]);
            AssertSameBits(value, Travel.There(new List<decimal> { value })[0]);
            AssertSameBits(value, Travel.There(new List<decimal?> { value })[0]!.Value);
            AssertSameBits(value, Travel.There(new Dictionary<string, decimal> { ["key"] = value })["key"]);
            AssertSameBits(value, Travel.There((value, 5)).value);
        }

        AssertArrivesEqual<decimal?>(null);
    }

    [Fact]
    public void Decimal_OfImpossibleBits_IsNotRead()
    {
        var bytes = new byte[16];
        bytes.AsSpan().Fill(0xFF);
        Assert.Throws<ProtocolException>(() => Travel.Read<decimal>(bytes));
        Assert.Throws<ProtocolException>(() => Travel.Read<Held<decimal>>((byte[])[0x91, 0xC4, 16, .. bytes]));
        Assert.Throws<ProtocolException>(() => Travel.Read<Held<decimal>>((byte[])[0x91, 0xC4, 15, .. bytes]));
    }

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
    public void Addresses_OfEachKind_ArriveEqual()
    {
        AssertArrivesEqual(IPAddress.Any);
        AssertArrivesEqual(IPAddress.IPv6Loopback);
        AssertArrivesEqual(IPAddress.Parse("fe80::1%3"));
        AssertArrivesEqual(new IPEndPoint(IPAddress.Parse("10.1.2.3"), 8080));
        AssertArrivesEqual(new IPEndPoint(IPAddress.Parse("fe80::1%3"), 0));
        AssertArrivesEqual<IPAddress?>(null);
    }

    [Fact]
    public void CultureInfo_AsTheFrameworkHasIt_ArrivesEqual()
    {
        foreach (var culture in new[] { CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo("de-DE"), new CultureInfo("de-DE_phoneb") })
        {
            AssertArrivesEqual(culture);
            var arrived = Travel.There(culture);
            Assert.Equal(culture.ToString(), arrived.ToString());
            Assert.Equal(culture.IsReadOnly, arrived.IsReadOnly);
        }
    }

    [Fact]
    public void CultureInfo_WithFormatsOfItsOwn_IsRefused()
    {
        var numbers = new CultureInfo("en-US");
        numbers.NumberFormat.NumberDecimalSeparator = "!";
        Travel.AssertRefused(numbers, "", typeof(CultureInfo));
        var dates = new CultureInfo("en-US");
        dates.DateTimeFormat.DayNames = [.. dates.DateTimeFormat.DayNames.Reverse()];
        Travel.AssertRefused(CultureInfo.ReadOnly(dates), "", typeof(CultureInfo));
        var same = new CultureInfo("en-US");
        Assert.Equal(".", same.NumberFormat.NumberDecimalSeparator);
        Assert.Equal("dddd, MMMM d, yyyy", same.DateTimeFormat.LongDatePattern);
        AssertArrivesEqual(same);
    }

    [Fact]
    public void Regex_OfAnyOptions_MatchesTheSame()
    {
        var regex = new Regex(@"(?<word>[a-z]+) \uD800 #", RegexOptions.IgnoreCase | RegexOptions.RightToLeft, TimeSpan.FromSeconds(5));
        foreach (var arrived in new[] { Travel.There(regex), Travel.There(new Held<Regex>(regex)).Value, Travel.There(new List<Regex> { regex })[0] })
        {
            Assert.Equal((regex.ToString(), regex.Options, regex.MatchTimeout), (arrived.ToString(), arrived.Options, arrived.MatchTimeout));
        }

        Assert.Equal("b", Travel.There(Generated())!.Match("ab").Groups["last"].Value);
        Assert.Equal(Regex.InfiniteMatchTimeout, Travel.There(new Regex("a")).MatchTimeout);
    }

    [Fact]
    public void Regex_OfADerivedType_IsRefused() => Travel.AssertRefused<Regex>(new OwnRegex(), "", typeof(OwnRegex));

    [Fact]
    public void TimeZones_OfTheSystemAndOfOnesOwn_ArriveEqual()
    {
        AssertArrivesEqual(TimeZoneInfo.Local);
        AssertArrivesEqual(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));
        AssertArrivesEqual(TimeZoneInfo.CreateCustomTimeZone("Own", TimeSpan.FromHours(5), "Own zone", "Own standard"));
        Assert.Same(TimeZoneInfo.Utc, Travel.There(TimeZoneInfo.Utc));
    }

    [Fact]
    public void TimeZone_OfOnesOwnUnderASystemsId_KeepsItsRules() =>
        AssertArrivesEqual(TimeZoneInfo.CreateCustomTimeZone("Europe/Berlin", TimeSpan.FromHours(5), "Mine", "Mine"));

    [Fact]
    public void TextForms_OfTheWrongText_AreNotRead()
    {
        var bytes = new byte[] { 0xA3, (byte)'?', (byte)'?', (byte)'?' };
        Assert.Throws<ProtocolException>(() => Travel.Read<IPAddress>(bytes));
        Assert.Throws<ProtocolException>(() => Travel.Read<IPEndPoint>(bytes));
        Assert.Throws<ProtocolException>(() => Travel.Read<Regex>(bytes));
        Assert.Throws<ProtocolException>(() => Travel.Read<TimeZoneInfo>(bytes));
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

    private static void AssertSameBits(decimal sent, decimal arrived) => Assert.Equal(decimal.GetBits(sent), decimal.GetBits(arrived));

    [GeneratedRegex("a(?<last>b)")]
    private static partial Regex Generated();

    private static void AssertArrivesEqual<T>(T value)
    {
        Travel.AssertArrivesEqual(value);
        Travel.AssertArrivesEqual(new Held<T>(value));
    }

    private sealed class OwnRegex : Regex;

    private sealed record Held<T>(T Value);
}
