using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace PProcess.Background;

/// <summary>The list of this user's background processes: a file for each in the private directory, so that those at paths elsewhere are found.</summary>
internal static class Registry
{
    private const string Folder = ".processes";
    private const string Unfinished = ".new";

    /// <summary>Lists a process under its address. Whoever has the address's lock may.</summary>
    public static void Add(BackgroundStatus status)
    {
        try
        {
            var folder = Path.Combine(PrivateDirectory.Open(), Folder);
            Directory.CreateDirectory(folder);
            var path = PathOf(folder, status.Address);
            File.WriteAllBytes(path + Unfinished, JsonSerializer.SerializeToUtf8Bytes(status));
            File.Move(path + Unfinished, path, overwrite: true); // A reader finds all of it or nothing.
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It can be reached at its address all the same; only lists do not show it.
        }
    }

    /// <summary>Takes a process off the list.</summary>
    /// <returns>Whether it was there.</returns>
    public static bool Remove(string address)
    {
        try
        {
            var path = PathOf(Path.Combine(PrivateDirectory.Open(), Folder), address);
            var isThere = File.Exists(path);
            File.Delete(path);
            File.Delete(path + Unfinished); // Of one that was killed as it wrote.
            return isThere;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // As above.
        }
    }

    /// <summary>What was known of each listed process when it started.</summary>
    /// <exception cref="IOException">The private directory cannot be used.</exception>
    public static IEnumerable<BackgroundStatus> Read()
    {
        var directory = PrivateDirectory.Open();
        var folder = Path.Combine(directory, Folder);
        var listed = Directory.Exists(folder) ? Directory.GetFiles(folder).Where(path => !path.EndsWith(Unfinished, StringComparison.Ordinal)).Select(ReadEntry).OfType<BackgroundStatus>().ToList() : [];
        var known = listed.Select(status => status.Address).ToHashSet();

        // In the directory itself a socket is found without its entry.
        var sockets = Directory.GetFiles(directory).Where(path => UnixFile.Look(path) is { IsSocket: true } && !known.Contains(path));
        return listed.Concat(sockets.Select(path => new BackgroundStatus { Address = path, State = BackgroundState.Stale }));
    }

    private static BackgroundStatus? ReadEntry(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<BackgroundStatus>(File.ReadAllBytes(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // Gone meanwhile, or of another version.
        }
    }

    private static string PathOf(string folder, string address) =>
        Path.Combine(folder, Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(address)).AsSpan(0, 16)));
}
