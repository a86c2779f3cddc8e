using System.Diagnostics;

namespace PProcess.Core.Tests.Workers;

/// <summary>The program beside the tests that is a host of its own.</summary>
internal static class TestProgram
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "PProcess.TestProgram");

    /// <summary>Starts it; the caller kills it.</summary>
    public static Process Start() => Process.Start(new ProcessStartInfo(Path) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
}
