using Compare.Measuring;

namespace Compare.Growing;

/// <summary>A measure that is taken at several sizes.</summary>
/// <param name="Name">How the command line and the chart's file name it.</param>
/// <param name="Title">What grows.</param>
/// <param name="Sizes">The sizes, ascending.</param>
/// <param name="SizeTitle">What a size counts.</param>
/// <param name="CostTitle">What a cost counts.</param>
/// <param name="At">The measure at a size.</param>
/// <param name="Cost">The cost at a size, from the value of the measure's first figure.</param>
internal sealed record Growth(
    string Name,
    string Title,
    IReadOnlyList<int> Sizes,
    string SizeTitle,
    string CostTitle,
    Func<int, Measure> At,
    Func<double, int, double> Cost)
{
    /// <summary>The median cost at each size of every contestant that has one.</summary>
    public async Task<IReadOnlyList<Curve>> MeasureAsync(int rounds, Func<Contestant, bool> takesPart, Action<string> say)
    {
        Dictionary<string, Curve> curves = [];
        foreach (var size in Sizes)
        {
            say($"{Name}: {size:N0}");
            var measure = At(size);
            var findings = await new Alternation(measure, measure.Contestants().Where(takesPart), rounds, say).RunAsync();
            foreach (var standing in findings.Standings)
            {
                var contestant = standing.Contestant;
                curves.TryAdd(contestant.Name, new Curve(contestant.Name, contestant.Side));
                curves[contestant.Name].Wrong |= standing.Wrong is not null;
                if (standing.IsThere)
                {
                    curves[contestant.Name].Costs[size] = Cost(Statistics.Median(standing.Values(0)), size);
                }
            }
        }

        return [.. curves.Values];
    }
}
