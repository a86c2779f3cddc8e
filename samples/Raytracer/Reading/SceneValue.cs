using System.Globalization;
using System.Text.Json;
using Raytracer.Model;
using Raytracer.Tracing;

namespace Raytracer.Reading;

/// <summary>One value of a scene file, which knows where it stands.</summary>
internal readonly record struct SceneValue(string File, string Path, JsonElement Json)
{
    public double Number(Limits limits)
    {
        var expected = $"a number {limits}";
        if (Json.ValueKind != JsonValueKind.Number)
        {
            throw Expected(expected);
        }

        return Json.TryGetDouble(out var number) && limits.Allow(number) ? number : throw Expected(expected);
    }

    public int Whole(Limits limits)
    {
        var expected = $"a whole number {limits}";
        return Json.ValueKind == JsonValueKind.Number && Json.TryGetInt32(out var number) && limits.Allow(number)
            ? number
            : throw Expected(expected);
    }

    public bool Flag() => Json.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? Json.GetBoolean()
        : throw Expected("true or false");

    public string Text() => Json.ValueKind == JsonValueKind.String ? Json.GetString()! : throw Expected("a string");

    public Vector Point()
    {
        var (x, y, z) = Three("a point [x, y, z]", Limits.Anywhere);
        return new Vector(x, y, z);
    }

    /// <summary>A direction of any length but 0, as a unit vector.</summary>
    public Vector Direction()
    {
        const string expected = "a direction [x, y, z] that is not zero";
        var (x, y, z) = Three(expected, Limits.Anywhere);
        var direction = new Vector(x, y, z);
        return direction.Length() > 1e-9 ? direction.Normalize() : throw Expected(expected);
    }

    /// <summary>A display colour, as linear light.</summary>
    public Rgb Color()
    {
        const string expected = "a colour \"#rrggbb\" or [red, green, blue]";
        if (Json.ValueKind != JsonValueKind.String)
        {
            var (red, green, blue) = Three(expected, Limits.Part);
            return new Rgb(ToneCurve.Decode(red), ToneCurve.Decode(green), ToneCurve.Decode(blue));
        }

        var text = Text();
        return text.Length == 7 && text[0] == '#'
            && int.TryParse(text.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
            ? new Rgb(Channel(bits >> 16), Channel(bits >> 8), Channel(bits))
            : throw Expected(expected);
    }

    public SceneValue[] List(string expected)
    {
        if (Json.ValueKind != JsonValueKind.Array)
        {
            throw Expected(expected);
        }

        var (file, path) = (File, Path);
        return [.. Json.EnumerateArray().Select((element, i) => new SceneValue(file, $"{path}[{i}]", element))];
    }

    public SceneFileException Expected(string expected) => Wrong($"expected {expected}, found {Found()}");

    public SceneFileException Wrong(string problem) => new(File, Path, problem);

    private static double Channel(int bits) => ToneCurve.Decode((bits & 0xff) / 255.0);

    private (double First, double Second, double Third) Three(string expected, Limits limits)
    {
        var parts = List(expected);
        return parts.Length == 3
            ? (parts[0].Number(limits), parts[1].Number(limits), parts[2].Number(limits))
            : throw Expected(expected);
    }

    private string Found()
    {
        const int longest = 40;
        var text = string.Join(' ', Json.GetRawText().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= longest ? text : $"{text[..longest]}…";
    }
}
