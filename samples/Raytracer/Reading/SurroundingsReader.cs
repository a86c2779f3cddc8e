using Raytracer.Model;

namespace Raytracer.Reading;

/// <summary>Reads what a scene has besides shapes: camera, sky, ambient occlusion and lights.</summary>
internal static class SurroundingsReader
{
    private static readonly Limits Strength = new(0, 1e6);

    public static View View(SceneObject members)
    {
        var position = members["position"].Point();
        var target = members["target"];
        var sight = target.Point() - position;
        if (sight.Length() < 1e-9)
        {
            throw target.Expected("a point other than the camera's position");
        }

        var up = members.Find("up");
        var upward = up?.Direction() ?? new Vector(0, 1, 0);
        if (Vector.Cross(sight.Normalize(), upward).Length() < 1e-6)
        {
            const string expected = "a direction other than the line of sight";
            throw up?.Expected(expected) ?? members.Wrong($"expected the member 'up', {expected}: the camera looks along y");
        }

        return new View(
            position,
            position + sight,
            upward,
            Radians(members.Find("fieldOfView")?.Number(new Limits(1, 170)) ?? 40),
            members.Find("aperture")?.Number(Limits.LengthOrNone) ?? 0,
            members.Find("focus")?.Number(Limits.Length) ?? sight.Length(),
            members.Find("exposure")?.Number(new Limits(0, 1000, AboveLeast: true)) ?? 1);
    }

    public static Sky Sky(SceneObject members)
    {
        var horizon = members["horizon"].Color();
        var zenith = members["zenith"].Color();
        var ambient = members.Find("ambient")?.Number(Strength) ?? 1;
        var haze = members.Find("haze")?.Number(Limits.Length) ?? double.PositiveInfinity;
        var plain = new Sky(horizon, zenith, ambient, haze, new Vector(0, 1, 0), Rgb.Black, 1);
        return members.Find("glow") is { } glow ? SceneObject.Read(glow, shine => Glow(plain, shine)) : plain;
    }

    public static Occlusion Occlusion(SceneObject members) => new(
        members.Find("strength")?.Number(Limits.Part) ?? 1,
        members.Find("distance")?.Number(Limits.Length) ?? 2);

    public static Light Light(SceneObject members) => new(
        members["position"].Point(),
        members.Find("radius")?.Number(Limits.LengthOrNone) ?? 0,
        (members.Find("color")?.Color() ?? Rgb.White) * members["intensity"].Number(Strength));

    private static Sky Glow(Sky plain, SceneObject members) => plain with
    {
        GlowDirection = members["direction"].Direction(),
        GlowColor = members["color"].Color() * (members.Find("intensity")?.Number(Strength) ?? 1),
        GlowWidth = Radians(members.Find("width")?.Number(new Limits(0.1, 180)) ?? 20),
    };

    private static double Radians(double degrees) => degrees * Math.PI / 180;
}
