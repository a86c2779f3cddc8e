using PProcess.Reactive;
using Raytracer.Model;
using Raytracer.Output;
using Raytracer.Tracing;

namespace Raytracer;

/// <summary>The two ways to a picture.</summary>
internal static class Rendering
{
    /// <summary>Renders the lines in workers, several at a time.</summary>
    /// <param name="scene">What to render; a copy goes to each worker.</param>
    /// <param name="size">The picture's size.</param>
    /// <param name="workers">How many workers, and of which kind.</param>
    /// <param name="lineDone">Called after each line.</param>
    /// <param name="cancellationToken">Ends the workers.</param>
    public static async Task<Picture> InWorkersAsync(
        Scene scene, PictureSize size, ExchangeOptions workers, Action lineDone, CancellationToken cancellationToken)
    {
        var picture = new Picture(size);
        var done = 0;
        var lines = Enumerable.Range(0, size.Height).PMap(y => Renderer.Line(scene, size, y), workers);
        await foreach (var line in lines.WithCancellation(cancellationToken))
        {
            picture.SetLine(done++, line); // results arrive in the order of the inputs
            lineDone();
        }

        return picture;
    }

    /// <summary>Renders one line after the other on this thread.</summary>
    public static Picture InSequence(
        Scene scene, PictureSize size, Action lineDone, CancellationToken cancellationToken)
    {
        var picture = new Picture(size);
        for (var y = 0; y < size.Height; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            picture.SetLine(y, Renderer.Line(scene, size, y));
            lineDone();
        }

        return picture;
    }
}
