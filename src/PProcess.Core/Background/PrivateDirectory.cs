namespace PProcess.Background;

/// <summary>The directory that is this user's alone: bare addresses live here, and the list of background processes.</summary>
internal static class PrivateDirectory
{
    private const string OverrideVariable = "PPROCESS_DIRECTORY";
    private const string RuntimeVariable = "XDG_RUNTIME_DIR";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Gives the directory, making it where it is not there.</summary>
    /// <exception cref="IOException">It cannot be made, or is not this user's alone.</exception>
    public static string Open()
    {
        var path = Find();
        if (UnixFile.Look(path) is null && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path, Private);
        }

        var status = UnixFile.Look(path) ?? throw new IOException($"The directory {path} vanished.");
        return status is { IsDirectory: true, IsPrivate: true } && status.Owner == UnixFile.UserId
            ? path
            : throw new IOException($"{path} must be a directory, no link, that only the user of this process can use (mode 0700). Remove it, or name another in {OverrideVariable}.");
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable(OverrideVariable) is { Length: > 0 } chosen)
        {
            return Path.TrimEndingDirectorySeparator(Path.GetFullPath(chosen));
        }

        // Another user's, after a change of users, is of no use.
        return Environment.GetEnvironmentVariable(RuntimeVariable) is { Length: > 0 } runtime && UnixFile.Look(runtime) is { } status && status.Owner == UnixFile.UserId
            ? Path.Combine(Path.GetFullPath(runtime), "pprocess")
            : $"/tmp/pprocess-{UnixFile.UserId}";
    }
}
