namespace PProcess.Background;

/// <summary>The words for the states of a background process.</summary>
internal static class BackgroundState
{
    public const string Running = "running";
    public const string Ended = "ended";
    public const string Failed = "failed";
    public const string Stale = "stale";
    public const string Silent = "silent";
}
