using PProcess.Reactive;
using Raytracer.Output;

namespace Raytracer;

/// <summary>What one run of the program is to do.</summary>
internal sealed record Settings(string ScenePath, string OutputPath, PictureSize Size, ExchangeOptions Workers, bool Compare);
