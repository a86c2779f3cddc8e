using System.Diagnostics;

namespace Compare.Floors;

/// <summary>The whole life of a .NET console program that does nothing.</summary>
internal static class EmptyProgram
{
    public const string Title = "empty .NET program";

    public static async Task RunAsync()
    {
        using var process = Process.Start(Path.Combine(AppContext.BaseDirectory, "Empty"));
        await process.WaitForExitAsync();
    }
}
