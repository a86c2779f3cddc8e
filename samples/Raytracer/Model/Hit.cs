namespace Raytracer.Model;

/// <summary>Where a ray meets a surface: the unit normal faces the ray, the material is an index into the scene's.</summary>
internal readonly record struct Hit(double Distance, Vector Point, Vector Normal, int Material);
