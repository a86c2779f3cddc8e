using System.Globalization;

namespace PProcess.Launching;

/// <summary>The variables that turn a started program into a worker, and their removal in it.</summary>
internal static class WorkerEnvironment
{
    private const string TicketVariable = "PPROCESS_TICKET";
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";
    private const string HeapLimitVariable = "DOTNET_GCHeapHardLimit";
    private const char ForkServerMark = '+';
    private const char Separator = ',';
    private const char Assignment = '=';

    // Switched off where the user has not set them. A heap per core in each of many processes would cost memory that nobody asked for, and a collector
    // beside the function would have large arrays lie about until it is through, while the next ones take fresh pages.
    private static readonly string[] CollectorSwitches = ["DOTNET_gcServer", "DOTNET_gcConcurrent"];

    private static readonly string[] ForkServerSwitches = ["DOTNET_EnableDiagnostics", "DOTNET_LTTng", "DOTNET_TieredCompilation", "DOTNET_EnableWriteXorExecute", "DOTNET_DbgEnableMiniDump", "DOTNET_EnableEventPipe", "DOTNET_PerfMapEnabled"];

    // Asking the assembly for its name would load the libraries of globalization into every worker.
    private const string HookName = "PProcess.Core";

    /// <summary>Whether this process was started to be a worker and has not become one.</summary>
    public static bool HasTicket => Environment.GetEnvironmentVariable(TicketVariable) is { Length: > 0 };

    /// <summary>The variables of a worker.</summary>
    public static Dictionary<string, string> ForWorker(Guid ticket, long? heapLimit) =>
        For($"{ticket:N}", heapLimit, CollectorSwitches.Where(variable => Environment.GetEnvironmentVariable(variable) is null));

    /// <summary>The variables of a fork server, whatever the user has set: copies would lack the threads that these switch off, share the memory that is written and run, and have the server's memory written down for their own.</summary>
    public static Dictionary<string, string> ForForkServer(Guid ticket, long? heapLimit) =>
        For($"{ForkServerMark}{ticket:N}", heapLimit, [.. CollectorSwitches, .. ForkServerSwitches]);

    private static Dictionary<string, string> For(string ticket, long? heapLimit, IEnumerable<string> switchedOff)
    {
        var added = switchedOff.ToDictionary(variable => variable, _ => "0");
        if (heapLimit is { } limit)
        {
            added[HeapLimitVariable] = limit.ToString("X", CultureInfo.InvariantCulture);
        }

        var variables = new Dictionary<string, string>(added) { [TicketVariable] = string.Join(Separator, [ticket, .. added.Keys.Select(Former)]) };
        if (!WorkerHost.IsCalledByProgram)
        {
            var hooks = Environment.GetEnvironmentVariable(HooksVariable);
            variables[HooksVariable] = string.IsNullOrEmpty(hooks) ? HookName : $"{hooks}{Path.PathSeparator}{HookName}";
        }

        return variables;
    }

    /// <summary>Takes the ticket out of the environment, so that nothing that this process starts finds it, and makes the variables that it names what they were.</summary>
    /// <param name="ticket">The launch.</param>
    /// <param name="isForkServer">Whether this process was started to be a fork server.</param>
    /// <returns>Whether there is one.</returns>
    public static bool TryTakeTicket(out Guid ticket, out bool isForkServer)
    {
        var text = Environment.GetEnvironmentVariable(TicketVariable) ?? "";
        isForkServer = text.Length > 0 && text[0] == ForkServerMark;
        var end = Find(Separator, text, 0, text.Length);
        if (!Guid.TryParseExact(text[(isForkServer ? 1 : 0)..end], "N", out ticket))
        {
            return false;
        }

        Set(TicketVariable, null);
        if (Environment.GetEnvironmentVariable(HooksVariable) is { } hooks && hooks.EndsWith(HookName, StringComparison.Ordinal))
        {
            Set(HooksVariable, WithoutHook(hooks));
        }

        for (var start = end + 1; start < text.Length; start = end + 1)
        {
            end = Find(Separator, text, start, text.Length);
            var nameEnd = Find(Assignment, text, start, end);
            Set(text[start..nameEnd], nameEnd == end ? null : text[(nameEnd + 1)..end]);
        }

        return true;
    }

    // By hand: the runtime's own ways to search and split texts are made for long ones, and would have to be loaded into each cold worker.
    private static int Find(char wanted, string text, int start, int end)
    {
        while (start < end && text[start] != wanted)
        {
            start++;
        }

        return start;
    }

    private static string Former(string name) => Environment.GetEnvironmentVariable(name) is { } value ? $"{name}{Assignment}{value}" : name;

    private static string? WithoutHook(string hooks) => hooks[..^HookName.Length].TrimEnd(Path.PathSeparator) is { Length: > 0 } rest ? rest : null;

    // The runtime keeps a copy of the environment; native code and what it starts see the original.
    private static void Set(string name, string? value)
    {
        Environment.SetEnvironmentVariable(name, value);
        Platform.Current.SetNativeVariable(name, value);
    }
}
