using System.Diagnostics;
using Compare.Measuring;

namespace Compare.Outside;

/// <summary>GNU parallel with a shell's own arithmetic: a process for each task.</summary>
internal sealed class ShellParallel(int count, int atOnce) : Contestant("GNU parallel", Side.Peer, Checksum.OfSquares(count))
{
    public override async Task PrepareAsync()
    {
        try
        {
            using var version = Process.Start(new ProcessStartInfo("parallel", ["--version"]) { RedirectStandardOutput = true })!;
            if (!(await version.StandardOutput.ReadToEndAsync()).StartsWith("GNU parallel", StringComparison.Ordinal))
            {
                throw new MissingException("the installed parallel is not GNU's");
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new MissingException("not installed");
        }
    }

    public override async Task<Sample> RunAsync()
    {
        var start = Stopwatch.GetTimestamp();
        using var parallel = Process.Start(new ProcessStartInfo("parallel", ["--will-cite", "--keep-order", $"--jobs={atOnce}", "echo $(({} * {}))"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await parallel.StandardInput.WriteAsync(string.Join('\n', Enumerable.Range(0, count)));
        parallel.StandardInput.Close();
        var output = await parallel.StandardOutput.ReadToEndAsync();
        await parallel.WaitForExitAsync();
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Sample(Checksum.Of(output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse)), count / seconds);
    }
}
