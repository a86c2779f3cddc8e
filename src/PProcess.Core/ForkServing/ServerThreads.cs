using System.Buffers.Text;
using System.Globalization;

namespace PProcess.ForkServing;

/// <summary>The threads of this process, of which a copy has only the one that makes it.</summary>
/// <remarks>
/// Of the runtime's own threads, a copy can do without two: the main one, which waits for nothing here, and the one that watches over other
/// processes for Windows' sake. The third, which runs finalizers, makes the copies. All others would be missed, and their stacks be given to
/// new threads while the collector still looks for objects there. The names are the runtime's.
/// </remarks>
internal sealed class ServerThreads
{
    private const int MostLooks = 1000; // About a second.
    private const int CountField = 17; // Of the fields behind the name, in /proc/self/stat.
    private const byte NameEnd = (byte)')';
    private const byte FieldEnd = (byte)' ';

    private static readonly string[] Dispensable = [".NET SynchManag", ".NET Finalizer"];

    /// <summary>What is open for that, and no copy needs; open from the start, or there might be no descriptor left for it.</summary>
    public int Descriptor { get; } = SystemCalls.Open("/proc/self/stat", SystemCalls.ReadOnly | SystemCalls.CloseOnExec);

    /// <summary>Waits until there are no threads but those that a copy can do without.</summary>
    /// <returns>Whether it is so.</returns>
    public bool TryBecomeFew()
    {
        for (var look = 0; look < MostLooks; look++)
        {
            if (Count() <= Dispensable.Length + 1)
            {
                return true;
            }

            SystemCalls.WaitMillisecond();
        }

        return false;
    }

    /// <summary>The names of those that a copy cannot do without.</summary>
    public static IReadOnlyList<string> Names()
    {
        var main = SystemCalls.ProcessId().ToString(CultureInfo.InvariantCulture); // The runtime would remember what it gives, also in copies.
        List<string> names = [];
        foreach (var thread in Directory.GetDirectories("/proc/self/task"))
        {
            if (Path.GetFileName(thread) != main && NameOf(thread) is { } name && !Dispensable.Contains(name))
            {
                names.Add(name);
            }
        }

        return names;
    }

    // Null where it has ended meanwhile.
    private static string? NameOf(string thread)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, "comm")).TrimEnd();
        }
        catch (IOException)
        {
            return null;
        }
    }

    private int Count()
    {
        var line = SystemCalls.ReadFromStart(Descriptor, stackalloc byte[1024]);
        var rest = line[(line.LastIndexOf(NameEnd) + 2)..];
        for (var field = 0; field < CountField; field++)
        {
            rest = rest[(rest.IndexOf(FieldEnd) + 1)..];
        }

        return Utf8Parser.TryParse(rest, out int count, out _) ? count : int.MaxValue;
    }
}
