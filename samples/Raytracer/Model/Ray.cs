namespace Raytracer.Model;

/// <summary>A half-line; <paramref name="Direction"/> has length 1, so distances along the ray are scene units.</summary>
internal readonly record struct Ray(Vector Origin, Vector Direction)
{
    /// <summary>How near a hit may be: below it, a ray would meet the surface that it starts from.</summary>
    public const double Near = 1e-6;

    public Vector At(double distance) => Origin + (Direction * distance);
}
