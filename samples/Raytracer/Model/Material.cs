namespace Raytracer.Model;

/// <summary>How a surface answers light.</summary>
/// <param name="Color">What it scatters; for a metal, the tint of its reflections.</param>
/// <param name="Reflection">The part of the light that it mirrors when seen straight on; more at grazing angles.</param>
/// <param name="Roughness">From 0, a perfect mirror, to 1, a blur.</param>
/// <param name="IsMetal">Whether reflections take on the colour.</param>
internal sealed record Material(Rgb Color, double Reflection, double Roughness, bool IsMetal);
