using System.Globalization;

namespace Raytracer.Reading;

/// <summary>The numbers that a member of the scene file may have.</summary>
/// <param name="Least">The smallest.</param>
/// <param name="Most">The largest.</param>
/// <param name="AboveLeast">Whether the smallest itself is excluded.</param>
internal readonly record struct Limits(double Least, double Most, bool AboveLeast = false)
{
    public static Limits Anywhere => new(-1e6, 1e6);

    public static Limits Part => new(0, 1);

    public static Limits Length => new(0, 1e6, AboveLeast: true);

    public static Limits LengthOrNone => new(0, 1e6);

    public bool Allow(double number) => (AboveLeast ? number > Least : number >= Least) && number <= Most;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(AboveLeast ? "above" : "from")} {Least} {(AboveLeast ? "and at most" : "to")} {Most}");
}
