using System.Text.Json;

namespace Raytracer.Reading;

/// <summary>An object of a scene file, whose members are asked for one by one.</summary>
/// <remarks>Members that nobody asked for are mistakes: <see cref="Read{T}"/> refuses them.</remarks>
internal sealed class SceneObject
{
    private readonly SceneValue _value;
    private readonly HashSet<string> _known = [];

    private SceneObject(SceneValue value) => _value = value;

    /// <summary>Reads a value that must be an object with no other members than those the function asks for.</summary>
    public static T Read<T>(SceneValue value, Func<SceneObject, T> read)
    {
        if (value.Json.ValueKind != JsonValueKind.Object)
        {
            throw value.Expected("an object {…}");
        }

        var members = new SceneObject(value);
        if (value.Json.EnumerateObject().CountBy(member => member.Name).FirstOrDefault(name => name.Value > 1).Key is { } twice)
        {
            throw value.Wrong($"expected the member '{twice}' once, found it more often");
        }

        var result = read(members);
        foreach (var member in value.Json.EnumerateObject().Where(member => !members._known.Contains(member.Name)))
        {
            throw members.At(member.Name, member.Value).Wrong(
                $"unknown member, expected one of {string.Join(", ", members._known)}");
        }

        return result;
    }

    /// <summary>The member of that name.</summary>
    public SceneValue this[string name] => Find(name) ?? throw _value.Wrong(
        $"expected the member '{name}', found {Names()}");

    /// <summary>The member of that name, or null when it is left out.</summary>
    public SceneValue? Find(string name)
    {
        _known.Add(name);
        return _value.Json.TryGetProperty(name, out var json) ? At(name, json) : null;
    }

    /// <summary>What the function reads from each element of a list; nothing when the list is left out.</summary>
    public T[] List<T>(string name, Func<SceneObject, T> read) => Find(name) is { } list
        ? [.. list.List("a list […]").Select(element => Read(element, read))]
        : [];

    public SceneFileException Wrong(string problem) => _value.Wrong(problem);

    private SceneValue At(string name, JsonElement json) => new(_value.File, $"{_value.Path}.{name}", json);

    private string Names()
    {
        var names = string.Join(", ", _value.Json.EnumerateObject().Select(member => member.Name));
        return names.Length > 0 ? $"only {names}" : "no members";
    }
}
