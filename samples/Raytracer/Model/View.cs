namespace Raytracer.Model;

/// <summary>The camera as the scene file describes it.</summary>
/// <param name="Position">Where it stands.</param>
/// <param name="Target">What it looks at.</param>
/// <param name="Up">What is upwards in the picture; not along the line of sight.</param>
/// <param name="FieldOfView">The vertical angle that the picture covers, in radians.</param>
/// <param name="Aperture">The diameter of the lens; 0 keeps everything sharp.</param>
/// <param name="Focus">The distance that is sharp.</param>
/// <param name="Exposure">The factor from light to brightness.</param>
internal sealed record View(
    Vector Position, Vector Target, Vector Up, double FieldOfView, double Aperture, double Focus, double Exposure);
