namespace Raytracer.Output;

/// <summary>The width and height of a picture in pixels.</summary>
internal readonly record struct PictureSize(int Width, int Height)
{
    public const int LongestSide = 16384;

    public const int MostPixels = 64_000_000;

    /// <summary>Reads a size such as <c>900x600</c>.</summary>
    /// <returns>The size, or what is wrong with the text.</returns>
    public static (PictureSize Size, string? Problem) Parse(string text)
    {
        var parts = text.Split('x', 'X');
        if (parts.Length != 2 || !TryParseSide(parts[0], out var width) || !TryParseSide(parts[1], out var height))
        {
            return (default, $"expected WIDTHxHEIGHT, each from 1 to {LongestSide}, found '{text}'");
        }

        return (long)width * height <= MostPixels
            ? (new PictureSize(width, height), null)
            : (default, $"expected at most {MostPixels:N0} pixels, found '{text}', which has {(long)width * height:N0}");
    }

    public override string ToString() => $"{Width}x{Height}";

    private static bool TryParseSide(string text, out int side) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out side)
        && side is >= 1 and <= LongestSide;
}
