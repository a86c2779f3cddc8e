namespace Compare.Measuring;

/// <summary>One thing that is measured: what is asked for, who takes part, and what ours are to reach.</summary>
/// <param name="name">How the command line names it.</param>
/// <param name="title">What is done.</param>
internal abstract class Measure(string name, string title)
{
    public string Name { get; } = name;

    public string Title { get; } = title;

    public abstract IReadOnlyList<Figure> Figures { get; }

    public abstract IReadOnlyList<Goal> Goals { get; }

    /// <summary>How many rounds to take where so many are asked for: more where they are short and scatter, fewer where they are long or give the same.</summary>
    public virtual int Rounds(int asked) => asked;

    /// <summary>Ours first, then the floors, then the peers: each round goes through them in this order.</summary>
    public abstract IEnumerable<Contestant> Contestants();
}
