namespace Raytracer.Model;

/// <summary>A ball with an index into the scene's materials.</summary>
internal sealed record Sphere(Vector Center, double Radius, int Material)
{
    /// <summary>The distance at which the ray first meets the surface, or infinity.</summary>
    public double Intersect(Ray ray)
    {
        var toCenter = Center - ray.Origin;
        var middle = Vector.Dot(toCenter, ray.Direction);

        // The distance of the ray from the centre: exact also for a small ball far away, where b²-4ac cancels.
        var offset = toCenter - (ray.Direction * middle);
        var inside = (Radius * Radius) - Vector.Dot(offset, offset);
        if (inside < 0)
        {
            return double.PositiveInfinity;
        }

        var half = Math.Sqrt(inside);
        if (middle - half > Ray.Near)
        {
            return middle - half;
        }

        return middle + half > Ray.Near ? middle + half : double.PositiveInfinity;
    }

    public Hit HitAt(Ray ray, double distance)
    {
        var point = ray.At(distance);
        var outward = (point - Center).Normalize();
        var normal = Vector.Dot(outward, ray.Direction) < 0 ? outward : outward * -1;
        return new Hit(distance, point, normal, Material);
    }
}
