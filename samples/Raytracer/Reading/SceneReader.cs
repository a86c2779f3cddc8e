using System.Text;
using System.Text.Json;
using Raytracer.Model;

namespace Raytracer.Reading;

/// <summary>Reads a scene file; <c>SCENE.md</c> describes the format.</summary>
internal static class SceneReader
{
    private static readonly JsonDocumentOptions Format = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads and checks the whole scene.</summary>
    /// <exception cref="SceneFileException">The file is missing, is not JSON or describes no valid scene.</exception>
    public static Scene Read(string file)
    {
        try
        {
            // As text, so that an invalid byte is a reported error and a byte-order mark is not.
            var text = File.ReadAllText(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            using var document = JsonDocument.Parse(text, Format);
            return SceneObject.Read(new SceneValue(file, "$", document.RootElement), Scene);
        }
        catch (JsonException error)
        {
            // The reader's message ends with the place, counted from 0.
            var problem = error.Message.Split(" LineNumber:")[0].ReplaceLineEndings(" ");
            var place = error.LineNumber is { } line ? $"line {line + 1}, column {error.BytePositionInLine + 1}" : "";
            throw new SceneFileException(file, place, $"expected valid JSON: {problem}", error);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SceneFileException(file, "", "expected a scene file, found none of this name", error);
        }
        catch (DecoderFallbackException error)
        {
            throw new SceneFileException(file, "", "expected text in UTF-8, found other bytes", error);
        }
        catch (InvalidOperationException error)
        {
            // An escape such as \ud800, half a character, is found only when the string is read.
            throw new SceneFileException(file, "", $"expected whole characters in strings: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SceneFileException(file, "", $"expected a readable file: {error.Message}", error);
        }
    }

    private static Scene Scene(SceneObject members)
    {
        var view = SceneObject.Read(members["camera"], SurroundingsReader.View);
        var sky = SceneObject.Read(members["sky"], SurroundingsReader.Sky);
        var occlusion = members.Find("ambientOcclusion") is { } value
            ? SceneObject.Read(value, SurroundingsReader.Occlusion)
            : new Occlusion(0, 1);
        var materials = MaterialTable.Read(members["materials"]);
        var lights = members.List("lights", SurroundingsReader.Light);
        var planes = members.List("planes", plane => Plane(plane, materials));
        var spheres = members.List("spheres", sphere => Sphere(sphere, materials));
        var grid = members.Find("samples")?.Whole(new Limits(1, 16)) ?? 4;
        var bounces = members.Find("bounces")?.Whole(new Limits(0, 16)) ?? 4;
        return planes.Length + spheres.Length > 0
            ? new Scene(
                view, sky, occlusion, materials.Materials, SphereTree.Build(spheres), planes, lights, grid, bounces)
            : throw members.Wrong("expected at least one sphere or plane, found an empty scene");
    }

    private static Sphere Sphere(SceneObject members, MaterialTable materials) => new(
        members["center"].Point(),
        members["radius"].Number(Limits.Length),
        materials.IndexOf(members["material"]));

    private static Plane Plane(SceneObject members, MaterialTable materials)
    {
        var point = members["point"].Point();
        var normal = members["normal"].Direction();
        var material = materials.IndexOf(members["material"]);
        var (other, size) = members.Find("checker") is { } checker
            ? SceneObject.Read(checker, tiles =>
                (materials.IndexOf(tiles["material"]), tiles.Find("size")?.Number(Limits.Length) ?? 1))
            : (material, 1);
        return new Plane(point, normal, material, other, size);
    }
}
