namespace Raytracer.Model;

/// <summary>What surrounds the scene: a gradient with an optional glow, which also gives the ambient light.</summary>
/// <param name="Horizon">The colour at the horizon and below it.</param>
/// <param name="Zenith">The colour overhead.</param>
/// <param name="Ambient">How strongly the sky lights the scene; 1 is as bright as it looks.</param>
/// <param name="Haze">The distance at which a surface has faded into the sky by 63%; infinity for clear air.</param>
/// <param name="GlowDirection">The unit vector towards the middle of the glow.</param>
/// <param name="GlowColor">The light that the glow adds there; black for none.</param>
/// <param name="GlowWidth">The angle from the middle at which the glow has faded to 37%, in radians.</param>
internal sealed record Sky(
    Rgb Horizon, Rgb Zenith, double Ambient, double Haze, Vector GlowDirection, Rgb GlowColor, double GlowWidth)
{
    public Rgb Toward(Vector direction)
    {
        var color = Rgb.Lerp(Horizon, Zenith, Math.Sqrt(Math.Max(0, direction.Y)));
        if (GlowColor == Rgb.Black)
        {
            return color;
        }

        var angle = Math.Acos(Math.Clamp(Vector.Dot(direction, GlowDirection), -1, 1)) / GlowWidth;
        return color + (GlowColor * Math.Exp(-angle));
    }

    /// <summary>The colour of something in the given direction, seen through the air.</summary>
    public Rgb Veil(Rgb color, Vector direction, double distance)
    {
        var thickness = distance / Haze;
        return thickness < 1e-3 ? color : Rgb.Lerp(Toward(direction), color, Math.Exp(-thickness * thickness));
    }
}
