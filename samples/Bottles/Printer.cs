using PProcess.Reactive;

namespace Bottles;

/// <summary>Shows what the searching processes find, as it comes.</summary>
internal static class Printer
{
    public static async Task PrintAsync(Settings settings, CancellationToken cancellationToken)
    {
        await using var searches = new ProcessExchange(limit: null);
        foreach (var pattern in settings.Patterns)
        {
            searches.Start(Search.RunAsync, pattern, settings.Logs, cancellationToken);
        }

        while (searches.Unfinished)
        {
            var ready = await searches.ReadyAsync(settings.Heartbeat, cancellationToken);
            foreach (var search in ready)
            {
                var (pattern, line) = await search.ReceiveAsync<Match>(cancellationToken);
                Console.WriteLine($"{pattern}  {Path.GetFileName(line.Log)}: {line.Text}");
            }

            if (ready.Count == 0)
            {
                Console.WriteLine(FormattableString.Invariant($"no line for {settings.Heartbeat?.TotalSeconds} seconds"));
            }
        }
    }
}
