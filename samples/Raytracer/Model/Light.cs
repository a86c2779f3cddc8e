namespace Raytracer.Model;

/// <summary>A glowing ball, itself invisible; the larger its radius, the softer the shadows.</summary>
/// <param name="Position">Its centre.</param>
/// <param name="Radius">Its size; 0 gives hard shadows.</param>
/// <param name="Power">What a surface facing it receives at distance 1; falls with the square of the distance.</param>
internal sealed record Light(Vector Position, double Radius, Rgb Power);
