using Raytracer.Model;

namespace Raytracer.Tracing;

/// <summary>Turns points of the unit square into points of a disc and into directions.</summary>
internal static class Spread
{
    /// <summary>A point of the unit disc, evenly spread; neighbours stay neighbours (Shirley and Chiu).</summary>
    public static (double X, double Y) OverDisc((double U, double V) square)
    {
        var (x, y) = ((2 * square.U) - 1, (2 * square.V) - 1);
        if (x == 0 && y == 0)
        {
            return (0, 0);
        }

        var (radius, angle) = Math.Abs(x) > Math.Abs(y)
            ? (x, Math.PI / 4 * (y / x))
            : (y, (Math.PI / 2) - (Math.PI / 4 * (x / y)));
        return (radius * Math.Cos(angle), radius * Math.Sin(angle));
    }

    /// <summary>A direction around the axis, less often the further from it, by the cosine.</summary>
    public static Vector ByCosine(Vector axis, (double U, double V) square)
    {
        var (x, y) = OverDisc(square);
        return Tilt(axis, x, y, Math.Sqrt(Math.Max(0, 1 - (x * x) - (y * y))));
    }

    /// <summary>A direction around the axis, as close to it as the exponent is large (Phong's lobe).</summary>
    public static Vector ByLobe(Vector axis, double exponent, (double U, double V) square)
    {
        var height = Math.Pow(1 - square.U, 1 / (exponent + 1));
        var side = Math.Sqrt(Math.Max(0, 1 - (height * height)));
        var angle = 2 * Math.PI * square.V;
        return Tilt(axis, side * Math.Cos(angle), side * Math.Sin(angle), height);
    }

    private static Vector Tilt(Vector axis, double x, double y, double height)
    {
        var (tangent, bitangent) = axis.Frame();
        return (tangent * x) + (bitangent * y) + (axis * height);
    }
}
