using Raytracer.Model;
using Raytracer.Output;

namespace Raytracer.Tracing;

/// <summary>Renders single lines of a picture; a line depends on nothing but the arguments.</summary>
internal static class Renderer
{
    // A sample that outshines the others of its pixel would leave jagged edges; this is far brighter than white.
    private const double Brightest = 6;

    /// <summary>One line, as <see cref="Picture.BytesPerPixel"/> bytes per pixel.</summary>
    public static byte[] Line(Scene scene, PictureSize size, int y)
    {
        var camera = new Camera(scene.View);
        var shader = new Shader(scene);
        var line = new byte[size.Width * Picture.BytesPerPixel];
        for (var x = 0; x < size.Width; x++)
        {
            var color = Pixel(scene, camera, shader, size, x, y) * scene.View.Exposure;
            var pixel = line.AsSpan(x * Picture.BytesPerPixel);
            pixel[0] = ToneCurve.Encode(color.R);
            pixel[1] = ToneCurve.Encode(color.G);
            pixel[2] = ToneCurve.Encode(color.B);
            pixel[3] = byte.MaxValue;
        }

        return line;
    }

    private static Rgb Pixel(Scene scene, Camera camera, Shader shader, PictureSize size, int x, int y)
    {
        var samples = scene.Grid * scene.Grid;
        var sum = Rgb.Black;
        for (var i = 0; i < samples; i++)
        {
            var sampler = new Sampler((y * size.Width) + x, i, scene.Grid);
            var (u, v) = sampler.Next();
            var across = ((2 * (x + Widen(u))) - size.Width) / size.Height;
            var upward = (size.Height - (2 * (y + Widen(v)))) / size.Height;
            var lens = scene.View.Aperture > 0 ? Spread.OverDisc(sampler.Next()) : default;
            sum += shader.Light(camera.RayThrough(across, upward, lens), ref sampler).Bound(Brightest);
        }

        return sum * (1.0 / samples);
    }

    /// <summary>Spreads samples like a tent over the neighbours, densest in the middle of the pixel: smoother edges.</summary>
    private static double Widen(double unit)
    {
        const double reach = 0.85;
        return 0.5 + (reach * (unit < 0.5 ? Math.Sqrt(2 * unit) - 1 : 1 - Math.Sqrt(2 - (2 * unit))));
    }
}
