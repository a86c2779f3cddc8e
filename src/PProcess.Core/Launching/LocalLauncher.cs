using System.Diagnostics;

namespace PProcess.Launching;

/// <summary>Starts this program anew, on this machine.</summary>
internal sealed class LocalLauncher : Launcher
{
    private const string HookSwitch = "System.StartupHookProvider.IsSupported";

    public override LaunchedProcess Launch(LaunchTicket ticket)
    {
        if (WorkerEnvironment.HasTicket)
        {
            throw new LaunchException(
                $"This process was started to be a worker, but ran the program instead, which now starts workers itself. It stops here, or there would be no end of it. {Framing.Preamble.NotAWorker}");
        }

        if (AppContext.TryGetSwitch(HookSwitch, out var isSupported) && !isSupported && !WorkerHost.IsAnnounced)
        {
            throw new LaunchException($"Workers cannot take over before Main in this program. {Framing.Preamble.NotAWorker}");
        }

        try
        {
            return new LocalProcess(Platform.Current.Start(Command(ticket)));
        }
        catch (Exception error) when (error is not LaunchException)
        {
            // Of whatever there is too little: descriptors, processes, memory, or an assembly that could not be loaded for that.
            throw new LaunchException($"A worker cannot be started with \"{Environment.ProcessPath}\": {error.Message}", error);
        }
    }

    private static ProcessStartInfo Command(LaunchTicket ticket)
    {
        var program = Environment.ProcessPath ?? throw new LaunchException("The program's own path is not known, so no worker can be started from it.");
        var command = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };

        // Under the dotnet host, the host is the program and the managed file an argument.
        if (Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var argument in Platform.Current.HostArguments())
            {
                command.ArgumentList.Add(argument);
            }
        }

        foreach (var (name, value) in ticket.Environment)
        {
            command.Environment[name] = value;
        }

        return command;
    }
}
