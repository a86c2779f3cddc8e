using System.Diagnostics;

namespace Compare.Outside;

/// <summary>What runs the scripts of one language.</summary>
internal abstract class Interpreter
{
    public static Interpreter Python { get; } = new Python();

    public static Interpreter Node { get; } = new Node();

    /// <summary>The command that runs the script for peers of this language.</summary>
    /// <exception cref="Measuring.MissingException">It is not to be had here.</exception>
    public abstract Task<ProcessStartInfo> CommandAsync();

    protected static string Folder(string language) => Path.Combine(AppContext.BaseDirectory, "peers", language);

    protected static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
