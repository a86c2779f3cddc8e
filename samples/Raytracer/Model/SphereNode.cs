namespace Raytracer.Model;

/// <summary>A box around some spheres: those from <paramref name="First"/> on, or two further boxes.</summary>
/// <param name="Low">The corner with the smallest coordinates.</param>
/// <param name="High">The corner with the largest coordinates.</param>
/// <param name="First">The index of the first sphere in the box.</param>
/// <param name="Count">The number of spheres in the box.</param>
/// <param name="Second">The index of the second box within; the first follows its parent. 0 when there are none.</param>
internal readonly record struct SphereNode(Vector Low, Vector High, int First, int Count, int Second)
{
    /// <summary>Whether the ray passes through the box nearer than the distance.</summary>
    /// <param name="origin">Where the ray starts.</param>
    /// <param name="inverse">One over each component of its direction.</param>
    /// <param name="distance">How far to look.</param>
    public bool IsMet(Vector origin, Vector inverse, double distance)
    {
        var (x0, x1) = ((Low.X - origin.X) * inverse.X, (High.X - origin.X) * inverse.X);
        var (y0, y1) = ((Low.Y - origin.Y) * inverse.Y, (High.Y - origin.Y) * inverse.Y);
        var (z0, z1) = ((Low.Z - origin.Z) * inverse.Z, (High.Z - origin.Z) * inverse.Z);
        var enter = Math.Max(Math.Max(Math.Min(x0, x1), Math.Min(y0, y1)), Math.Min(z0, z1));
        var leave = Math.Min(Math.Min(Math.Max(x0, x1), Math.Max(y0, y1)), Math.Max(z0, z1));

        // A ray within a face of the box gives 0·∞ = NaN: negated, the comparison then says "met".
        return !(enter > Math.Min(leave, distance) || leave < 0);
    }
}
