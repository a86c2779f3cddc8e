namespace PProcess.Core.Tests;

/// <summary>How long anything may take before the test has failed, in milliseconds: a cold worker needs a fraction of a second.</summary>
internal static class Deadline
{
    public const int Test = 30_000;

    /// <summary>For what must happen at once, were the machine not busy.</summary>
    public static readonly TimeSpan Promptly = TimeSpan.FromSeconds(5);
}
