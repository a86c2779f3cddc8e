namespace Raytracer.Model;

/// <summary>An endless flat surface, plain or with a second material in every other tile.</summary>
/// <param name="Point">A point of the plane, where four tiles meet.</param>
/// <param name="Normal">Its unit normal.</param>
/// <param name="Material">The index of its material.</param>
/// <param name="OtherMaterial">The index of the other tiles' material; the same when there are no tiles.</param>
/// <param name="TileSize">The length of a tile's edge.</param>
internal sealed record Plane(Vector Point, Vector Normal, int Material, int OtherMaterial, double TileSize)
{
    /// <summary>The distance at which the ray meets the plane, or infinity.</summary>
    public double Intersect(Ray ray)
    {
        var slope = Vector.Dot(ray.Direction, Normal);
        if (slope == 0)
        {
            return double.PositiveInfinity;
        }

        var distance = Vector.Dot(Point - ray.Origin, Normal) / slope;
        return distance > Ray.Near ? distance : double.PositiveInfinity;
    }

    public Hit HitAt(Ray ray, double distance)
    {
        var point = ray.At(distance);
        var normal = Vector.Dot(Normal, ray.Direction) < 0 ? Normal : Normal * -1;
        return new Hit(distance, point, normal, MaterialAt(point));
    }

    private int MaterialAt(Vector point)
    {
        if (Material == OtherMaterial)
        {
            return Material;
        }

        var (tangent, bitangent) = Normal.Frame();
        var column = Math.Floor(Vector.Dot(point - Point, tangent) / TileSize);
        var row = Math.Floor(Vector.Dot(point - Point, bitangent) / TileSize);
        return (column + row) % 2 == 0 ? Material : OtherMaterial;
    }
}
