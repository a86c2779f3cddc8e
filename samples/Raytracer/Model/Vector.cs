namespace Raytracer.Model;

/// <summary>A point, direction or extent in scene units; y points up.</summary>
/// <remarks>
/// Plain doubles rather than SIMD types: every process, whatever code its JIT has reached, then computes the same bits.
/// What is derived is a method, not a property, so that only the three numbers travel to a worker.
/// </remarks>
internal readonly record struct Vector(double X, double Y, double Z)
{
    public static Vector operator +(Vector a, Vector b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Vector operator -(Vector a, Vector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Vector operator *(Vector a, double factor) => new(a.X * factor, a.Y * factor, a.Z * factor);

    public static double Dot(Vector a, Vector b) => (a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z);

    public static Vector Cross(Vector a, Vector b) =>
        new((a.Y * b.Z) - (a.Z * b.Y), (a.Z * b.X) - (a.X * b.Z), (a.X * b.Y) - (a.Y * b.X));

    public static Vector Min(Vector a, Vector b) => new(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Min(a.Z, b.Z));

    public static Vector Max(Vector a, Vector b) => new(Math.Max(a.X, b.X), Math.Max(a.Y, b.Y), Math.Max(a.Z, b.Z));

    public double Length() => Math.Sqrt(Dot(this, this));

    public Vector Normalize() => this * (1 / Length());

    /// <summary>This direction mirrored at a surface with the given unit normal.</summary>
    public Vector Reflect(Vector normal) => this - (normal * (2 * Dot(this, normal)));

    /// <summary>Two unit vectors that make a right-handed frame with this unit vector.</summary>
    public (Vector Tangent, Vector Bitangent) Frame()
    {
        var aside = Math.Abs(Y) < 0.9 ? new Vector(0, 1, 0) : new Vector(0, 0, -1);
        var tangent = Cross(aside, this).Normalize();
        return (tangent, Cross(this, tangent));
    }
}
