using Raytracer.Model;

namespace Raytracer.Tracing;

/// <summary>Finds the light that arrives along a ray: from the lights, from the sky and by reflection.</summary>
internal sealed class Shader(Scene scene)
{
    // A reflection that adds less than this to a pixel is not followed.
    private const double LeastWeight = 0.01;

    // In a faint or blurred reflection, a small bright spot that only some samples meet would be a speck.
    private const double MostGlossy = 1.5;

    public Rgb Light(Ray ray, ref Sampler sampler) => Light(ray, scene.Bounces, 1, 0, ref sampler);

    /// <param name="ray">Where to look.</param>
    /// <param name="bounces">How often the ray may still be reflected.</param>
    /// <param name="weight">What part of the light reaches the pixel at most.</param>
    /// <param name="blur">How far the reflections on the way have spread the ray, in radians.</param>
    /// <param name="sampler">Where chance comes from.</param>
    private Rgb Light(Ray ray, int bounces, double weight, double blur, ref Sampler sampler)
    {
        if (scene.Trace(ray) is not { } hit)
        {
            return scene.Sky.Toward(ray.Direction);
        }

        var material = scene.Materials[hit.Material];
        var grazing = Math.Pow(1 - Math.Min(1, -Vector.Dot(ray.Direction, hit.Normal)), 5);
        var gloss = Gloss(material, grazing);
        blur += Blur(material.Roughness);
        var scattered = Lit(hit, ray.Direction, material, gloss, blur, ref sampler);
        var mirrored = Rgb.Black;
        var share = weight * gloss.Brightest();
        if (bounces > 0 && share >= LeastWeight)
        {
            mirrored = Light(Mirrored(hit, ray.Direction, material, ref sampler), bounces - 1, share, blur, ref sampler);
            mirrored = material.IsMetal && material.Roughness == 0 ? mirrored : mirrored.Bound(MostGlossy);
        }

        return scene.Sky.Veil(scattered + (gloss * mirrored), ray.Direction, hit.Distance);
    }

    /// <summary>The mirrored part of the light by Schlick's approximation: all of it at a grazing angle.</summary>
    private static Rgb Gloss(Material material, double grazing)
    {
        var straight = (material.IsMetal ? material.Color : Rgb.White) * material.Reflection;

        // A rough surface never turns wholly into a mirror, and one that reflects nothing stays matt.
        var most = Math.Min(1, material.Reflection * 20) * (1 - material.Roughness);
        return straight + (Rgb.White * (Math.Max(0, most - material.Reflection) * grazing));
    }

    private static Ray Mirrored(Hit hit, Vector direction, Material material, ref Sampler sampler)
    {
        var mirror = direction.Reflect(hit.Normal);
        if (material.Roughness > 0)
        {
            var blur = Blur(material.Roughness);
            var blurred = Spread.ByLobe(mirror, 2 / (blur * blur), sampler.Next());
            mirror = Vector.Dot(blurred, hit.Normal) > 0 ? blurred : blurred.Reflect(hit.Normal);
        }

        return new Ray(hit.Point, mirror);
    }

    /// <summary>How far a surface spreads a reflection, as an angle in radians.</summary>
    private static double Blur(double roughness) => Math.Max(0.02, Math.Pow(roughness, 1.5));

    private Rgb Lit(Hit hit, Vector direction, Material material, Rgb gloss, double blur, ref Sampler sampler)
    {
        var matt = material.Color * (material.IsMetal ? 1 - material.Reflection : 1 - gloss.Brightest());
        var light = matt * Ambient(hit, ref sampler);
        foreach (var lamp in scene.Lights)
        {
            var toward = PointOf(lamp, hit.Point, ref sampler) - hit.Point;
            var distance = toward.Length();
            toward = toward.Normalize();
            var slope = Vector.Dot(toward, hit.Normal);
            if (slope > 0 && !scene.IsBlocked(new Ray(hit.Point, toward), distance))
            {
                var received = lamp.Power * (1 / (distance * distance));
                light += received * ((matt * slope) + (gloss * Highlight(hit, direction, lamp, blur)));
            }
        }

        return light;
    }

    /// <summary>The image of a lamp in a glossy surface: its disc with a soft edge, of the brightness that its size leaves.</summary>
    /// <remarks>
    /// Computed for the whole lamp, and blurred with all surfaces on the ray's way: a small bright image that only some
    /// samples meet would be full of specks.
    /// </remarks>
    private static double Highlight(Hit hit, Vector direction, Light lamp, double blur)
    {
        var toward = lamp.Position - hit.Point;
        var size = lamp.Radius / toward.Length();
        var cosine = Vector.Dot(direction.Reflect(hit.Normal), toward.Normalize());
        var beyond = Math.Max(0, Math.Acos(Math.Clamp(cosine, -1, 1)) - size) / blur;
        return Math.Exp(-beyond * beyond) / ((size * size) + (blur * blur));
    }

    /// <summary>The sky's light from one direction, less if something stands there.</summary>
    private Rgb Ambient(Hit hit, ref Sampler sampler)
    {
        var direction = Spread.ByCosine(hit.Normal, sampler.Next());
        var light = scene.Sky.Toward(direction) * scene.Sky.Ambient;
        var occlusion = scene.Occlusion;
        if (occlusion.Strength > 0 && scene.Trace(new Ray(hit.Point, direction), occlusion.Distance) is { } obstacle)
        {
            var part = obstacle.Distance / occlusion.Distance;
            light *= 1 - (occlusion.Strength * (1 - (part * part)));
        }

        return light;
    }

    /// <summary>A point of the lamp's disc, as it is seen from the given point.</summary>
    private static Vector PointOf(Light lamp, Vector point, ref Sampler sampler)
    {
        var toward = lamp.Position - point;
        var distance = toward.Length();
        if (lamp.Radius == 0 || distance == 0)
        {
            return lamp.Position;
        }

        var (tangent, bitangent) = (toward * (1 / distance)).Frame();
        var (x, y) = Spread.OverDisc(sampler.Next());
        return lamp.Position + (tangent * (x * lamp.Radius)) + (bitangent * (y * lamp.Radius));
    }
}
