using Raytracer.Model;

namespace Raytracer.Reading;

/// <summary>The materials of a scene file with their names, by which the file's shapes refer to them.</summary>
internal sealed class MaterialTable
{
    private readonly List<string> _names = [];
    private readonly List<Material> _materials = [];

    private MaterialTable()
    {
    }

    public Material[] Materials => [.. _materials];

    public static MaterialTable Read(SceneValue value)
    {
        var table = new MaterialTable();
        return SceneObject.Read(value, members =>
        {
            foreach (var name in value.Json.EnumerateObject().Select(member => member.Name))
            {
                table._names.Add(name);
                table._materials.Add(SceneObject.Read(members[name], Material));
            }

            return table;
        });
    }

    public int IndexOf(SceneValue name)
    {
        var index = _names.IndexOf(name.Text());
        var known = _names.Count > 0 ? string.Join(", ", _names) : "there are none";
        return index >= 0 ? index : throw name.Expected($"the name of a material ({known})");
    }

    private static Material Material(SceneObject members) => new(
        members["color"].Color(),
        members.Find("reflection")?.Number(Limits.Part) ?? 0,
        members.Find("roughness")?.Number(Limits.Part) ?? 0,
        members.Find("metal")?.Flag() ?? false);
}
