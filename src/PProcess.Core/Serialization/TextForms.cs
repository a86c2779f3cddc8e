using System.CodeDom.Compiler;
using System.Globalization;
using System.Net;
using System.Reflection;
using System.Runtime.Serialization;
using System.Text.RegularExpressions;
using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Serialization;

/// <summary>The framework's objects that a text says in full.</summary>
internal static class TextForms
{
    /// <summary>The form of a type's objects, or null where they have none.</summary>
    public static IMessagePackFormatter<T?>? Find<T>()
    {
        object? form = typeof(T) switch
        {
            var type when type == typeof(IPAddress) => new AddressForm(),
            var type when type == typeof(IPEndPoint) => new EndPointForm(),
            var type when type == typeof(CultureInfo) => new CultureForm(),
            var type when type == typeof(Regex) => new RegexForm(),
            var type when type == typeof(TimeZoneInfo) => new TimeZoneForm(),
            _ => null,
        };
        return (IMessagePackFormatter<T?>?)form;
    }
}

/// <summary>An object as the text that it can be rebuilt from.</summary>
internal abstract class TextForm<T> : IMessagePackFormatter<T?>
    where T : class
{
    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is not null && !IsRebuildable(value.GetType()))
        {
            Refusal.ThrowIfDerived<T>(value.GetType());
        }

        options.Resolver.GetFormatterWithVerify<string?>().Serialize(ref writer, value is null ? null : Write(value), options);
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) =>
        options.Resolver.GetFormatterWithVerify<string?>().Deserialize(ref reader, options) is { } text ? Read(text) : null;

    protected abstract string Write(T value);

    protected abstract T Read(string text);

    // The derived types that the framework makes by itself add no state: IPAddress.Any is one, a generated Regex is another.
    private static bool IsRebuildable(Type type) => TravelResolver.IsFramework(type)
        || type.GetCustomAttribute<GeneratedCodeAttribute>()?.Tool == "System.Text.RegularExpressions.Generator";
}

/// <summary>An address, with its scope.</summary>
internal sealed class AddressForm : TextForm<IPAddress>
{
    protected override string Write(IPAddress value) => value.ToString();

    protected override IPAddress Read(string text) => IPAddress.Parse(text);
}

/// <summary>An address and a port.</summary>
internal sealed class EndPointForm : TextForm<IPEndPoint>
{
    protected override string Write(IPEndPoint value) => value.ToString();

    protected override IPEndPoint Read(string text) => IPEndPoint.Parse(text);
}

/// <summary>A culture by its name, with what can be done with it; one whose formats were changed is more than its name.</summary>
internal sealed class CultureForm : TextForm<CultureInfo>
{
    private const char ReadOnly = 'r';
    private const char UserOverride = 'u';
    private const char Neither = '-';

    // ToString also has the order of sorting, such as that of a phone book, which the name does not.
    protected override string Write(CultureInfo value)
    {
        var text = $"{(value.IsReadOnly ? ReadOnly : Neither)}{(value.UseUserOverride ? UserOverride : Neither)}{value}";
        return PartsOf(value).Zip(PartsOf(Read(text))).All(pair => IsSame(pair.First, pair.Second))
            ? text
            : throw new CannotTravelException("value", "", typeof(CultureInfo), "its formats were changed, and another process knows it by its name. Send the name, and change the formats there.");
    }

    protected override CultureInfo Read(string text)
    {
        var culture = new CultureInfo(text[2..], text[1] == UserOverride);
        return text[0] == ReadOnly ? CultureInfo.ReadOnly(culture) : culture;
    }

    private static object[] PartsOf(CultureInfo culture) =>
        [culture.NumberFormat, culture.DateTimeFormat, culture.DateTimeFormat.Calendar, culture.TextInfo];

    private static bool IsSame(object first, object second) => first.GetType() == second.GetType()
        && first.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .All(property => property.PropertyType == typeof(Calendar) || IsSameValue(property.GetValue(first), property.GetValue(second)));

    private static bool IsSameValue(object? first, object? second) =>
        first is Array items && second is Array others ? items.Cast<object>().SequenceEqual(others.Cast<object>()) : Equals(first, second);
}

/// <summary>A regular expression by its options, its time limit and its pattern.</summary>
internal sealed class RegexForm : TextForm<Regex>
{
    protected override string Write(Regex value) =>
        string.Create(CultureInfo.InvariantCulture, $"{(int)value.Options} {value.MatchTimeout.Ticks} {value}");

    protected override Regex Read(string text)
    {
        var parts = text.Split(' ', 3);
        var options = (RegexOptions)int.Parse(parts[0], CultureInfo.InvariantCulture);
        return new Regex(parts[2], options, new TimeSpan(long.Parse(parts[1], CultureInfo.InvariantCulture)));
    }
}

/// <summary>A time zone by its id where the system has it, otherwise by its rules.</summary>
/// <remarks>The framework cannot read back the rules of most zones of a Unix system.</remarks>
internal sealed class TimeZoneForm : TextForm<TimeZoneInfo>
{
    private const char Id = '=';
    private const char Rules = '#';

    protected override string Write(TimeZoneInfo value)
    {
        if (TimeZoneInfo.TryFindSystemTimeZoneById(value.Id, out var known) && IsSame(value, known))
        {
            return $"{Id}{value.Id}";
        }

        var rules = $"{Rules}{value.ToSerializedString()}";
        return IsRead(rules, value)
            ? rules
            : throw new CannotTravelException("value", "", typeof(TimeZoneInfo), "its rules are more than its text says. Send its id, or what it is made from.");
    }

    protected override TimeZoneInfo Read(string text) =>
        text[0] == Id ? TimeZoneInfo.FindSystemTimeZoneById(text[1..]) : TimeZoneInfo.FromSerializedString(text[1..]);

    private static bool IsSame(TimeZoneInfo first, TimeZoneInfo second) =>
        first.Equals(second) && (first.DisplayName, first.StandardName, first.DaylightName) == (second.DisplayName, second.StandardName, second.DaylightName);

    private bool IsRead(string text, TimeZoneInfo value)
    {
        try
        {
            return IsSame(value, Read(text));
        }
        catch (SerializationException)
        {
            return false;
        }
    }
}
