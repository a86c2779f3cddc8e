namespace Compare.Measuring;

/// <summary>Runs the contestants of a measure in turn, A B C A B C, so that whatever else the machine does meets all of them.</summary>
internal sealed class Alternation(Measure measure, IEnumerable<Contestant> contestants, int rounds, Action<string> say)
{
    private readonly List<Standing> _standings = [];

    public async Task<Findings> RunAsync()
    {
        try
        {
            foreach (var contestant in contestants)
            {
                var standing = new Standing(contestant);
                _standings.Add(standing);
                await TryAsync(standing, () => contestant.PrepareAsync());
            }

            // The first round only warms up.
            for (var round = 0; round <= measure.Rounds(rounds); round++)
            {
                foreach (var standing in _standings.Where(standing => standing.Missing is null))
                {
                    await TryAsync(standing, () => RunAsync(standing, counts: round > 0));
                }
            }
        }
        finally
        {
            foreach (var standing in _standings)
            {
                await standing.Contestant.DisposeAsync();
            }
        }

        return new Findings(measure, _standings);
    }

    private async Task TryAsync(Standing standing, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (MissingException missing)
        {
            standing.Leave(missing.Message);
            say($"{measure.Name}: {standing.Contestant.Name}: {missing.Message}");
        }
    }

    private static async Task RunAsync(Standing standing, bool counts)
    {
        // What one contestant leaves to the garbage collector is not the next one's to clear away.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var sample = await standing.Contestant.RunAsync();
        if (counts)
        {
            standing.Add(sample);
        }
        else
        {
            standing.Check(sample);
        }
    }
}
