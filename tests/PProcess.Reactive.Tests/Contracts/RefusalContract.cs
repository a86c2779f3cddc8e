using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>What is refused at the call, before anything starts.</summary>
public abstract class RefusalContract : LauncherContract
{
    [Fact]
    public void PMap_NullArgument_ThrowsAtTheCall()
    {
        Assert.Throws<ArgumentNullException>("source", () => ((IEnumerable<int>)null!).PMap(x => x));
        Assert.Throws<ArgumentNullException>("source", () => ((IAsyncEnumerable<int>)null!).PMapUnordered(x => x));
        Assert.Throws<ArgumentNullException>("source", () => ((IObservable<int>)null!).PMapOutcomes(x => x));
        Assert.Throws<ArgumentNullException>("function", () => new[] { 1 }.PMap((Func<int, int>)null!));
        Assert.Throws<ArgumentNullException>("function", () => new[] { 1 }.PMapMany((Func<int, IAsyncEnumerable<int>>)null!));
        Assert.Throws<ArgumentNullException>("progress", () => new[] { 1 }.PMap((int x, IProgress<int> _) => x, null!));
    }

    [ProcessFact]
    public async Task Start_NullArgument_ThrowsAtTheCall()
    {
        await using var map = new ProcessMap<int>(With());
        await using var exchange = new ProcessExchange(With());

        Assert.Throws<ArgumentNullException>("function", () => map.Start((Func<int>)null!));
        Assert.Throws<ArgumentNullException>("function", () => map.Manage((Func<int, int>)null!));
        Assert.Throws<ArgumentNullException>("function", () => map.ManageAsync((Func<int, int>)null!));
        Assert.Throws<ArgumentNullException>("channel", () => map.Add(null!));
        Assert.Throws<ArgumentNullException>("channel", () => exchange.Add(null!));
        Assert.Throws<ArgumentNullException>("channel", () => exchange.Remove(null!));
        Assert.Throws<ArgumentNullException>("observer", () => exchange.Subscribe(null!));
        Assert.Throws<ArgumentNullException>("channels", () => new ProcessExchange((IEnumerable<ProcessChannel>)null!));
        Assert.Throws<ArgumentNullException>("options", () => new ProcessQueue<int>((ExchangeOptions)null!));
        Assert.False(map.Unfinished);
    }

    [ProcessFact]
    public async Task PMap_CapturedStream_IsRefusedByName()
    {
        await using var log = new FileStream(Path.GetTempFileName(), new FileStreamOptions { Access = FileAccess.Write, Mode = FileMode.Open, Options = FileOptions.DeleteOnClose });

        var error = Assert.Throws<CannotTravelException>(() => new[] { 1 }.PMap(x => x + log.Length, With()));

        Assert.Equal("log", error.Name);
        Assert.Equal(typeof(FileStream), error.Type);
        Assert.Contains("captured variable 'log'", error.Message, StringComparison.Ordinal);
    }

    [ProcessFact]
    public async Task Start_CapturedLock_IsRefusedByNameAndNothingStarts()
    {
        using var room = new SemaphoreSlim(1);
        await using var map = new ProcessMap<int>(With());

        var error = Assert.Throws<CannotTravelException>(() => map.Start(AddCount(room), 1));

        Assert.Equal("room", error.Name);
        Assert.Equal(typeof(SemaphoreSlim), error.Type);
        Assert.Equal(0, map.Count);
        Assert.False(map.Unfinished);
        Assert.Empty(await map.ListAsync());
    }

    [ProcessFact]
    public async Task Start_ArgumentOfADerivedType_IsRefusedByName()
    {
        await using var map = new ProcessMap<string>(With());

        var error = Assert.Throws<CannotTravelException>(() => map.Start((Shape shape) => shape.Name, new Square("s", 2)));

        Assert.Equal("shape", error.Name);
        Assert.Equal(typeof(Square), error.Type);
        Assert.False(map.Unfinished);
    }

    [ProcessFact]
    public async Task PMap_MulticastDelegate_IsRefused()
    {
        Func<int, int> both = x => x;
        both += x => x + 1;

        Assert.Throws<CannotTravelException>(() => new[] { 1 }.PMap(both, With()));
        Assert.Equal([1], await new[] { 1 }.PMap(x => x, With()).ListAsync());
    }

    private static Func<int, int> AddCount(SemaphoreSlim room) => x => x + room.CurrentCount;

    private record Shape(string Name);

    private sealed record Square(string Name, int Side) : Shape(Name);
}
