namespace Compare.Measuring;

/// <summary>A contestant whose rounds have nothing in common.</summary>
internal sealed class Simple(string name, Side side, string expected, Func<Task<Sample>> run) : Contestant(name, side, expected)
{
    public override Task<Sample> RunAsync() => run();
}
