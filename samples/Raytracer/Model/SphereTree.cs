namespace Raytracer.Model;

/// <summary>Spheres in a tree of boxes, so that a ray is tested against few of them.</summary>
/// <remarks>Two flat arrays: it travels to a worker as it is, and is built only once.</remarks>
internal sealed record SphereTree(Sphere[] Spheres, SphereNode[] Nodes)
{
    private const int LeafSize = 4;

    // Each half of a node differs by at most one sphere: 64 levels hold more spheres than memory does.
    private const int MaxDepth = 64;

    public static SphereTree Build(IEnumerable<Sphere> spheres)
    {
        var sorted = spheres.ToArray();
        var nodes = new List<SphereNode>();
        if (sorted.Length > 0)
        {
            Add(nodes, sorted, 0, sorted.Length);
        }

        return new SphereTree(sorted, [.. nodes]);
    }

    /// <summary>The nearest sphere that the ray meets nearer than the distance, which becomes the sphere's.</summary>
    public Sphere? Nearest(Ray ray, ref double distance) => Find(ray, ref distance, isAnyEnough: false);

    /// <summary>Whether the ray meets a sphere nearer than the distance.</summary>
    public bool IsAnyMet(Ray ray, double distance) => Find(ray, ref distance, isAnyEnough: true) is not null;

    private Sphere? Find(Ray ray, ref double distance, bool isAnyEnough)
    {
        Sphere? nearest = null;
        var inverse = new Vector(1 / ray.Direction.X, 1 / ray.Direction.Y, 1 / ray.Direction.Z);
        Span<int> waiting = stackalloc int[MaxDepth];
        var count = 0;
        var index = Nodes.Length > 0 ? 0 : -1;
        while (index >= 0)
        {
            ref readonly var node = ref Nodes[index];
            var isMet = node.IsMet(ray.Origin, inverse, distance);
            if (isMet && node.Second > 0)
            {
                waiting[count++] = node.Second;
                index++;
                continue;
            }

            for (var i = node.First; isMet && i < node.First + node.Count; i++)
            {
                var at = Spheres[i].Intersect(ray);
                if (at < distance)
                {
                    (nearest, distance) = (Spheres[i], at);
                    if (isAnyEnough)
                    {
                        return nearest;
                    }
                }
            }

            index = count > 0 ? waiting[--count] : -1;
        }

        return nearest;
    }

    private static void Add(List<SphereNode> nodes, Sphere[] spheres, int first, int count)
    {
        var part = spheres.AsSpan(first, count);
        var (low, high) = Bounds(part);
        var place = nodes.Count;
        nodes.Add(new SphereNode(low, high, first, count, 0));
        if (count <= LeafSize)
        {
            return;
        }

        var size = high - low;
        Comparison<Sphere> along =
            size.X >= size.Y && size.X >= size.Z ? static (a, b) => a.Center.X.CompareTo(b.Center.X)
            : size.Z >= size.Y ? static (a, b) => a.Center.Z.CompareTo(b.Center.Z)
            : static (a, b) => a.Center.Y.CompareTo(b.Center.Y);
        part.Sort(along);
        Add(nodes, spheres, first, count / 2);
        nodes[place] = nodes[place] with { Second = nodes.Count };
        Add(nodes, spheres, first + (count / 2), count - (count / 2));
    }

    private static (Vector Low, Vector High) Bounds(ReadOnlySpan<Sphere> spheres)
    {
        var low = new Vector(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
        var high = low * -1;
        foreach (var sphere in spheres)
        {
            var reach = new Vector(sphere.Radius, sphere.Radius, sphere.Radius);
            low = Vector.Min(low, sphere.Center - reach);
            high = Vector.Max(high, sphere.Center + reach);
        }

        return (low, high);
    }
}
