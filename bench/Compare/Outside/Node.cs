using System.Diagnostics;
using Compare.Measuring;

namespace Compare.Outside;

/// <summary>Node, with the peers' packages in a folder that is deleted at the end.</summary>
internal sealed class Node : Interpreter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lazy<Task<string>> _packages = new(FetchAsync);

    /// <summary>Whether packages may be fetched.</summary>
    public static bool Fetches { get; set; } = true;

    public override async Task<ProcessStartInfo> CommandAsync()
    {
        var folder = await _packages.Value;
        return new ProcessStartInfo("node", [Path.Combine(folder, "peer.cjs")]);
    }

    private static async Task<string> FetchAsync()
    {
        if (!IsInstalled("node") || !IsInstalled("npm"))
        {
            throw new MissingException("node and npm are not installed");
        }

        if (!Fetches)
        {
            throw new MissingException("left out of the short form, which fetches no packages");
        }

        var folder = Directory.CreateTempSubdirectory("compare-node-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.EnumerateFiles(Folder("node")))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }

        await InstallAsync(folder);
        return folder;
    }

    private static async Task InstallAsync(string folder)
    {
        using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--no-audit", "--no-fund", "--silent"])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            var errors = npm.StandardError.ReadToEndAsync(deadline.Token);
            await npm.StandardOutput.ReadToEndAsync(deadline.Token);
            await npm.WaitForExitAsync(deadline.Token);
            if (npm.ExitCode != 0)
            {
                throw new MissingException($"npm cannot fetch the packages: {(await errors).Trim().Split('\n')[^1]}");
            }
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw new MissingException("npm could not fetch the packages within a minute");
        }
    }
}
