namespace PProcess.Reactive.Tests;

public class ExchangeOptionsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Limit_BelowOne_IsRefused(int limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(ExchangeOptions.Limit), () => new ExchangeOptions { Limit = limit });
        Assert.Throws<ArgumentOutOfRangeException>(nameof(limit), () => new ProcessExchange(limit));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(limit), () => new ProcessQueue<int>(limit));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(limit), () => new ProcessMap<int>(limit));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(limit), () => Enumerable.Empty<int>().PMap(x => x, limit));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(limit), () => Enumerable.Empty<int>().PMapUnordered(x => x, limit));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(limit), () => AsyncEnumerable.Empty<int>().PMapOutcomes(x => x, limit));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(limit), () => System.Reactive.Linq.Observable.Empty<int>().PMap(x => x, limit));
    }

    [Fact]
    public async Task Limit_Null_IsNone()
    {
        await using var map = new ProcessMap<int>(limit: null);

        Assert.Null(map.Limit);
    }

    [Fact]
    public async Task Limit_NotGiven_IsTheProcessorsOfThisProcess()
    {
        await using var exchange = new ProcessExchange();

        Assert.Equal(Environment.ProcessorCount, exchange.Limit);
    }

    [Fact]
    public void Launcher_Null_IsRefused() => Assert.Throws<ArgumentNullException>(() => new ExchangeOptions { Launcher = null! });
}
