using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Security.Cryptography;
using PProcess.Framing;

namespace PProcess.Background;

/// <summary>Which build of the program this is: the module ids of all its own assemblies, as one.</summary>
/// <remarks>Two processes of one build understand each other's values; of two builds, a library between may have changed.</remarks>
internal static class ProgramBuild
{
    private static readonly string[] Framework = ["System.", "Microsoft.", "netstandard", "mscorlib", "WindowsBase"];
    private static readonly Lazy<Guid> Own = new(Compute);

    public static Guid Id => Own.Value;

    private static Guid Compute()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var loaded = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic && assembly.Location.Length > 0)
            .GroupBy(assembly => assembly.Location)
            .ToDictionary(group => group.Key, group => group.First());
        hash.AppendData(Preamble.ModuleId(Assembly.GetEntryAssembly()).ToByteArray());
        foreach (var path in OwnAssemblies())
        {
            hash.AppendData((loaded.TryGetValue(path, out var assembly) ? assembly.ManifestModule.ModuleVersionId : ReadModuleId(path)).ToByteArray());
        }

        return new Guid(hash.GetHashAndReset().AsSpan(0, 16));
    }

    private static IEnumerable<string> OwnAssemblies()
    {
        var all = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        return all.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(path => path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal)
                && !Framework.Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            .Order(StringComparer.Ordinal);
    }

    private static Guid ReadModuleId(string path)
    {
        try
        {
            using var image = new PEReader(File.OpenRead(path));
            var metadata = image.GetMetadataReader();
            return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or InvalidOperationException or UnauthorizedAccessException)
        {
            return Guid.Empty; // No assembly that a value's type could come from.
        }
    }
}
