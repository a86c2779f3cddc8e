using SkiaSharp;

namespace Raytracer.Output;

/// <summary>The lines rendered so far, to be written as a PNG file.</summary>
internal sealed class Picture(PictureSize size)
{
    /// <summary>Red, green, blue and one that is always 255.</summary>
    public const int BytesPerPixel = 4;

    private readonly byte[] _pixels = new byte[size.Width * size.Height * BytesPerPixel];

    private int LineLength => size.Width * BytesPerPixel;

    public void SetLine(int y, ReadOnlySpan<byte> line) => line.CopyTo(_pixels.AsSpan(y * LineLength, LineLength));

    /// <summary>The number of the first line that differs from the other picture's, or null when there is none.</summary>
    public int? FirstDifference(Picture other)
    {
        var same = _pixels.AsSpan().CommonPrefixLength(other._pixels);
        return same == _pixels.Length ? null : same / LineLength;
    }

    /// <summary>Writes the picture; a file of that name is replaced only by a complete one.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path)
    {
        var info = new SKImageInfo(
            size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb());
        using var image = SKImage.FromPixelCopy(info, _pixels);
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        Replace(path, png);
    }

    private static void Replace(string path, SKData content)
    {
        var partial = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            using (var file = File.Create(partial))
            {
                content.SaveTo(file);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }
    }
}
