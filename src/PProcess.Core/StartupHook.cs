using PProcess;

/// <summary>What the runtime calls before <c>Main</c> in a process whose environment names this assembly as a startup hook.</summary>
/// <remarks>The name, and that it is in no namespace, are the runtime's rule.</remarks>
internal static class StartupHook
{
    /// <summary>Never returns in a worker.</summary>
    public static void Initialize() => WorkerHost.TakeOver();
}
