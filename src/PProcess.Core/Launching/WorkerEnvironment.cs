using System.Globalization;

namespace PProcess.Launching;

/// <summary>The variables that turn a started program into a worker, and their removal in it.</summary>
internal static class WorkerEnvironment
{
    private const string TicketVariable = "PPROCESS_TICKET";
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";
    private const string HeapLimitVariable = "DOTNET_GCHeapHardLimit";
    private const int TicketLength = 32;
    private const char AddedHeapLimit = '!';
    private const char FirstAddedSwitch = '1';

    // Switched off where the user has not set them. A heap per core in each of many processes would cost memory that nobody asked for, and a collector
    // beside the function would have large arrays lie about until it is through, while the next ones take fresh pages.
    private static readonly string[] CollectorSwitches = ["DOTNET_gcServer", "DOTNET_gcConcurrent"];

    // Asking the assembly for its name would load the libraries of globalization into every worker.
    private const string HookName = "PProcess.Core";

    /// <summary>Whether this process was started to be a worker and has not become one.</summary>
    public static bool HasTicket => Environment.GetEnvironmentVariable(TicketVariable) is { Length: > 0 };

    public static Dictionary<string, string> For(Guid ticket, long? heapLimit)
    {
        var hooks = Environment.GetEnvironmentVariable(HooksVariable);
        var variables = new Dictionary<string, string>
        {
            [TicketVariable] = ticket.ToString("N"),
            [HooksVariable] = string.IsNullOrEmpty(hooks) ? HookName : $"{hooks}{Path.PathSeparator}{HookName}",
        };

        for (var i = 0; i < CollectorSwitches.Length; i++)
        {
            if (Environment.GetEnvironmentVariable(CollectorSwitches[i]) is null)
            {
                variables[CollectorSwitches[i]] = "0";
                variables[TicketVariable] += (char)(FirstAddedSwitch + i);
            }
        }

        if (heapLimit is { } limit)
        {
            variables[HeapLimitVariable] = limit.ToString("X", CultureInfo.InvariantCulture);
            variables[TicketVariable] += AddedHeapLimit;
        }

        return variables;
    }

    /// <summary>Takes the ticket out of the environment, so that nothing that this process starts finds it.</summary>
    public static bool TryTakeTicket(out Guid ticket)
    {
        ticket = default;
        var value = Environment.GetEnvironmentVariable(TicketVariable);
        if (string.IsNullOrEmpty(value) || !Guid.TryParseExact(value[..Math.Min(value.Length, TicketLength)], "N", out ticket))
        {
            return false;
        }

        Set(TicketVariable, null);
        Set(HooksVariable, WithoutHook(Environment.GetEnvironmentVariable(HooksVariable)));
        for (var i = 0; i < CollectorSwitches.Length; i++)
        {
            if (value.IndexOf((char)(FirstAddedSwitch + i), TicketLength) >= 0)
            {
                Set(CollectorSwitches[i], null);
            }
        }

        if (value.Contains(AddedHeapLimit, StringComparison.Ordinal))
        {
            Set(HeapLimitVariable, null);
        }

        return true;
    }

    private static string? WithoutHook(string? hooks)
    {
        var rest = hooks is not null && hooks.EndsWith(HookName, StringComparison.Ordinal) ? hooks[..^HookName.Length].TrimEnd(Path.PathSeparator) : hooks;
        return string.IsNullOrEmpty(rest) ? null : rest;
    }

    // The runtime keeps a copy of the environment; native code and what it starts see the original.
    private static void Set(string name, string? value)
    {
        Environment.SetEnvironmentVariable(name, value);
        Platform.Current.SetNativeVariable(name, value);
    }
}
