using System.Collections.Concurrent;
using System.Reflection;
using PProcess.Framing;

namespace PProcess.Functions;

/// <summary>Names a module by the id of its build, and by its assembly, so that another process of the same program finds it.</summary>
/// <remarks>Nothing is looked for by name that this process was started with: taking names apart costs a cold worker milliseconds.</remarks>
internal static class ModuleReference
{
    private static readonly Module?[] AtHand = [Assembly.GetEntryAssembly()?.ManifestModule, typeof(object).Module];

    public static void Write(MessageWriter writer, Module module)
    {
        writer.WriteBytes(module.ModuleVersionId.ToByteArray());
        writer.WriteString(module.Assembly.FullName);
    }

    /// <exception cref="ProtocolException">The module is not here, or another build of it.</exception>
    public static Module Read(ref MessageReader reader)
    {
        var id = new Guid(reader.ReadBytes(16));
        var assembly = reader.ReadString() ?? "";
        foreach (var atHand in AtHand)
        {
            if (atHand?.ModuleVersionId == id)
            {
                return atHand;
            }
        }

        var module = Loaded.Modules.GetOrAdd(assembly, Load);
        return module.ModuleVersionId == id ? module
            : throw new ProtocolException($"{module.Assembly} is another build in the worker than in the host: it was rebuilt meanwhile. Start the program anew.");
    }

    private static Module Load(string assembly)
    {
        try
        {
            return Assembly.Load(assembly).ManifestModule;
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or ArgumentException)
        {
            throw new ProtocolException($"The assembly {assembly} is not in this process: {error.Message}", error);
        }
    }

    // By itself, since it lies in an assembly that a worker without such modules need not load.
    private static class Loaded
    {
        public static readonly ConcurrentDictionary<string, Module> Modules = [];
    }
}
