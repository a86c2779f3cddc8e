namespace Raytracer.Reading;

/// <summary>A scene file cannot be used; the message names the file, the place in it and what was expected there.</summary>
internal sealed class SceneFileException(string file, string place, string problem, Exception? cause = null)
    : Exception($"{file}: {place}{(place.Length > 0 ? ": " : "")}{problem}", cause);
