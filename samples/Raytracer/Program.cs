using PProcess;
using Raytracer;
using Raytracer.Output;
using Raytracer.Reading;
using Spectre.Console;
using System.CommandLine;

// An argument that begins with @ is a path like any other.
var command = RaytracerCommand.Create(RunAsync).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
if (command.Errors.Count > 0)
{
    return Fail(command.Errors[0].Message);
}

return await command.InvokeAsync();

static async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
{
    try
    {
        return await RenderAsync(settings, cancellationToken);
    }
    catch (OperationCanceledException)
    {
        return Fail("cancelled, no picture written");
    }
    catch (Exception error) when (error is SceneFileException or PProcessException)
    {
        return Fail(error.Message);
    }
    catch (Exception error) when (error is IOException or UnauthorizedAccessException)
    {
        return Fail($"{settings.OutputPath}: expected a file that can be written: {error.Message}");
    }
}

static async Task<int> RenderAsync(Settings settings, CancellationToken cancellationToken)
{
    var scene = SceneReader.Read(settings.ScenePath);
    var size = settings.Size;
    var (picture, time) = await LineProgress.ShowAsync("in workers", size.Height, lineDone =>
        Rendering.InWorkersAsync(scene, size, settings.Workers, lineDone, cancellationToken));
    if (settings.Compare)
    {
        var (sequential, sequentialTime) = await LineProgress.ShowAsync("in sequence", size.Height, lineDone =>
            Task.Run(() => Rendering.InSequence(scene, size, lineDone, cancellationToken), cancellationToken));
        if (!new Comparison(picture, time, sequential, sequentialTime).Report())
        {
            return 1;
        }
    }

    picture.Save(settings.OutputPath);
    AnsiConsole.WriteLine(FormattableString.Invariant(
        $"{Path.GetFullPath(settings.OutputPath)}: {size}, {time.TotalSeconds:F1} s"));
    return 0;
}

static int Fail(string message)
{
    Console.Error.WriteLine(message.ReplaceLineEndings(" "));
    return 1;
}
