namespace Raytracer.Model;

/// <summary>All that is needed to render any line; travels to each worker once.</summary>
/// <remarks>Every member has its exact type, arrays of sealed ones included: nothing abstract can travel.</remarks>
/// <param name="View">The camera.</param>
/// <param name="Sky">The surroundings.</param>
/// <param name="Occlusion">How corners darken.</param>
/// <param name="Materials">The materials, to which spheres and planes refer by index.</param>
/// <param name="Spheres">The spheres.</param>
/// <param name="Planes">The planes.</param>
/// <param name="Lights">The lights.</param>
/// <param name="Grid">Each pixel takes this number of samples, squared.</param>
/// <param name="Bounces">How often a ray is reflected.</param>
internal sealed record Scene(
    View View,
    Sky Sky,
    Occlusion Occlusion,
    Material[] Materials,
    SphereTree Spheres,
    Plane[] Planes,
    Light[] Lights,
    int Grid,
    int Bounces)
{
    /// <summary>The nearest surface that the ray meets nearer than the distance, or null.</summary>
    public Hit? Trace(Ray ray, double distance = double.PositiveInfinity)
    {
        Plane? plane = null;
        foreach (var candidate in Planes)
        {
            var at = candidate.Intersect(ray);
            if (at < distance)
            {
                (plane, distance) = (candidate, at);
            }
        }

        if (Spheres.Nearest(ray, ref distance) is { } sphere)
        {
            return sphere.HitAt(ray, distance);
        }

        return plane?.HitAt(ray, distance);
    }

    /// <summary>Whether anything lies on the ray nearer than the distance.</summary>
    public bool IsBlocked(Ray ray, double distance)
    {
        foreach (var plane in Planes)
        {
            if (plane.Intersect(ray) < distance)
            {
                return true;
            }
        }

        return Spheres.IsAnyMet(ray, distance);
    }
}
