using System.Text.RegularExpressions;
using PProcess;
using PProcess.Reactive;

namespace Bottles;

/// <summary>Runs in a process of its own: follows files, each in a further process, and passes on the lines that match.</summary>
internal static class Search
{
    public static async Task RunAsync(ProcessChannel printer, string pattern, IReadOnlyList<string> logs, CancellationToken cancellationToken)
    {
        var regex = new Regex(pattern, RegexOptions.CultureInvariant);
        await using var followers = new ProcessExchange(limit: null);
        foreach (var log in logs)
        {
            followers.Start(GrowingFile.SendLinesAsync, log, cancellationToken);
        }

        while (followers.Unfinished)
        {
            foreach (var follower in await followers.ReadyAsync(timeout: null, cancellationToken))
            {
                var line = await follower.ReceiveAsync<Line>(cancellationToken);
                if (regex.IsMatch(line.Text))
                {
                    await printer.SendAsync(new Match(pattern, line), cancellationToken);
                }
            }
        }
    }
}
