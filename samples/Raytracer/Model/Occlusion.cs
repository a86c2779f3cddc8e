namespace Raytracer.Model;

/// <summary>How things near a point keep the sky's light from it.</summary>
/// <param name="Strength">From 0, not at all, to 1, wholly.</param>
/// <param name="Distance">How far away a thing still matters.</param>
internal sealed record Occlusion(double Strength, double Distance);
