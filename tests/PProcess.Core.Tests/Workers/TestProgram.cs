using System.Diagnostics;

namespace PProcess.Core.Tests.Workers;

/// <summary>The program beside the tests that is a host of its own.</summary>
internal static class TestProgram
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "PProcess.TestProgram");

    /// <summary>Starts it; the caller kills it.</summary>
    /// <remarks>Who starts the tests in the background has them ignore interrupts, which it would inherit.</remarks>
    public static Process Start() => Process.Start(new ProcessStartInfo("env", ["--default-signal=INT,QUIT,HUP", Path]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
}
