namespace Raytracer.Model;

/// <summary>Light or reflectance in linear red, green and blue.</summary>
internal readonly record struct Rgb(double R, double G, double B)
{
    public static Rgb Black => default;

    public static Rgb White => new(1, 1, 1);

    public static Rgb operator +(Rgb a, Rgb b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    public static Rgb operator *(Rgb a, Rgb b) => new(a.R * b.R, a.G * b.G, a.B * b.B);

    public static Rgb operator *(Rgb a, double factor) => new(a.R * factor, a.G * factor, a.B * factor);

    public static Rgb Lerp(Rgb from, Rgb to, double part) => (from * (1 - part)) + (to * part);

    public double Brightest() => Math.Max(R, Math.Max(G, B));

    /// <summary>This light, dimmed to the given brightness where it is brighter.</summary>
    public Rgb Bound(double most) => Brightest() > most ? this * (most / Brightest()) : this;
}
