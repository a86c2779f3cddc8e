using Compare.Measuring;

namespace Compare.Outside;

/// <summary>The peers' pools of processes, and how the scripts name them.</summary>
internal static class Pools
{
    public const string Map = "Pool.map";
    public const string OneByOne = "Pool.imap";
    public const string InChunks = "Pool.imap(chunksize=500)";
    public const string Executor = "ProcessPoolExecutor";

    private static readonly (string Name, string Kind)[] OfPython =
    [
        (Map, "map"),
        (OneByOne, "imap"),
        (InChunks, "chunks"),
        ($"{Executor}, fork", "executor-fork"),
        ($"{Executor}, spawn", "executor-spawn"),
        ($"{Executor}, forkserver", "executor-forkserver"),
        ("loky", "loky"),
        ("joblib", "joblib"),
    ];

    private static readonly (string Name, string Kind)[] OfNode =
    [
        ("jest-worker", "jest-worker"),
        ("workerpool", "workerpool"),
        ("tinypool", "tinypool"),
    ];

    private static readonly string[] Starts = ["fork", "spawn", "forkserver"];

    /// <summary>All pools but those left out, each with what the script is to do.</summary>
    /// <param name="measure">How the scripts name the measure.</param>
    /// <param name="workers">How many processes each pool has.</param>
    /// <param name="size">What is asked of a pool: a number of tasks, or of bytes.</param>
    /// <param name="expected">What that pool has to compute from it.</param>
    /// <param name="without">The pools that have no part in it.</param>
    public static IEnumerable<Contestant> All(string measure, int workers, Func<string, int> size, Func<int, string> expected, params string[] without)
    {
        foreach (var (name, kind) in OfPython.Where(pool => !without.Contains(pool.Name)))
        {
            yield return Create(name, Interpreter.Python, kind);
        }

        foreach (var (name, kind) in OfNode.Where(pool => !without.Contains(pool.Name)))
        {
            yield return Create(name, Interpreter.Node, kind);
        }

        Peer Create(string name, Interpreter interpreter, string kind) =>
            new(name, expected(size(name)), interpreter, measure, kind, $"{workers}", $"{size(name)}");
    }

    /// <summary>The pools that can take a new process for each task.</summary>
    public static IEnumerable<Contestant> OfSingleTasks(string measure, int workers, int size, string expected) =>
        from start in Starts
        select new Peer($"Pool(maxtasksperchild=1), {start}", expected, Interpreter.Python, measure, $"single-{start}", $"{workers}", $"{size}");
}
