using System.Diagnostics;

namespace Compare.Floors;

/// <summary>The whole life of a .NET console program that does nothing, and of one whose startup hook does nothing before.</summary>
internal static class EmptyProgram
{
    public const string Title = "empty .NET program";
    public const string HookedTitle = "empty .NET program, empty hook";

    private const string Name = "Empty";

    public static Task RunAsync() => RunAsync(new ProcessStartInfo(Program));

    public static Task RunHookedAsync() => RunAsync(new ProcessStartInfo(Program) { Environment = { ["DOTNET_STARTUP_HOOKS"] = Name } });

    private static string Program => Path.Combine(AppContext.BaseDirectory, Name);

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
    }
}
