namespace Indexer;

/// <summary>Finds the files of a folder and its subfolders.</summary>
internal static class Folder
{
    /// <summary>Gives the files in the order of their names; hidden ones and links to folders are left out.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="skipped">Is told of each folder that cannot be read, and why.</param>
    public static IEnumerable<string> Files(string path, Action<string> skipped)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = new DirectoryInfo(path).GetFileSystemInfos();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            skipped($"{path}: {error.Message}");
            yield break;
        }

        foreach (var entry in entries.Where(IsIndexed).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            foreach (var file in entry is DirectoryInfo ? Files(entry.FullName, skipped) : [entry.FullName])
            {
                yield return file;
            }
        }
    }

    private static bool IsIndexed(FileSystemInfo entry) =>
        !entry.Attributes.HasFlag(FileAttributes.Hidden) && (entry is FileInfo || entry.LinkTarget is null);
}
