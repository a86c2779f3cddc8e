/// <summary>What the runtime calls before <c>Main</c> where the environment says so: nothing either.</summary>
internal static class StartupHook
{
    public static void Initialize()
    {
        // What this costs is what the runtime takes to come here.
    }
}
