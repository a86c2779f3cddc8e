using System.Globalization;
using System.Text;

namespace PProcess.Core.Tests.Workers;

/// <summary>Where a worker keeps its channel, seen from inside it: the first two descriptors from 100 on, input and output.</summary>
internal static class ChannelDescriptors
{
    private const string Folder = "/proc/self/fd";

    public static IReadOnlyList<int> Find() =>
    [
        .. Directory.GetFiles(Folder)
            .Select(path => int.Parse(Path.GetFileName(path), CultureInfo.InvariantCulture))
            .Where(descriptor => descriptor >= 100)
            .Order()
            .Take(2),
    ];

    public static string TargetOf(int descriptor) => new FileInfo($"{Folder}/{descriptor}").LinkTarget!;

    /// <summary>Writes into the channel, towards the host, behind the library's back.</summary>
    public static void Write(string text)
    {
        using var pipe = new FileStream($"{Folder}/{Find()[1]}", FileMode.Open, FileAccess.Write);
        pipe.Write(Encoding.ASCII.GetBytes(text));
    }
}
