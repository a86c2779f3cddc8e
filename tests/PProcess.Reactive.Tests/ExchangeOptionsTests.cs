namespace PProcess.Reactive.Tests;

public class ExchangeOptionsTests
{
    private static readonly ExchangeOptions AllWrong = new()
    {
        Limit = 0,
        Timeout = TimeSpan.Zero,
        Retries = -1,
        StartTimeout = Timeout.InfiniteTimeSpan,
        GracePeriod = TimeSpan.FromTicks(-1),
        GCHeapHardLimit = 1,
        MaxTasksPerWorker = 0,
        MaxWorkerMemory = -1,
        MaxWorkerAge = TimeSpan.MaxValue,
        IdleTimeout = TimeSpan.MinValue,
        BufferCapacity = 0,
        BufferBytes = long.MinValue,
    };

    public static TheoryData<ExchangeOptions, string> OutOfRange => new()
    {
        { new() { Limit = 0 }, "Limit is 0" },
        { new() { Limit = int.MinValue }, "Limit is -2147483648" },
        { new() { Timeout = TimeSpan.Zero }, "Timeout is 00:00:00" },
        { new() { Timeout = Timeout.InfiniteTimeSpan }, "Timeout is -00:00:00.0010000" },
        { new() { Timeout = TimeSpan.MaxValue }, "Timeout is 10675199" },
        { new() { Retries = -1 }, "Retries is -1" },
        { new() { StartTimeout = TimeSpan.Zero }, "StartTimeout is 00:00:00" },
        { new() { StartTimeout = TimeSpan.FromMilliseconds((double)int.MaxValue + 1) }, "StartTimeout is 24." },
        { new() { GracePeriod = Timeout.InfiniteTimeSpan }, "GracePeriod is -00:00:00.0010000" },
        { new() { GracePeriod = TimeSpan.MaxValue }, "GracePeriod is 10675199" },
        { new() { GCHeapHardLimit = (16 * 1024 * 1024) - 1 }, "GCHeapHardLimit is 16777215" },
        { new() { MaxTasksPerWorker = 0 }, "MaxTasksPerWorker is 0" },
        { new() { MaxWorkerMemory = 0 }, "MaxWorkerMemory is 0" },
        { new() { MaxWorkerAge = TimeSpan.Zero }, "MaxWorkerAge is 00:00:00" },
        { new() { IdleTimeout = TimeSpan.FromTicks(-1) }, "IdleTimeout is -00:00:00.0000001" },
        { new() { BufferCapacity = 0 }, "BufferCapacity is 0" },
        { new() { BufferBytes = 0 }, "BufferBytes is 0" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public void Validate_OneOptionOutOfRange_NamesItAndItsValue(ExchangeOptions options, string error) =>
        Assert.StartsWith(error, Assert.Single(options.Validate()), StringComparison.Ordinal);

    [Fact]
    public void Validate_EverythingAtItsBounds_FindsNothing()
    {
        var longest = TimeSpan.FromMilliseconds(int.MaxValue);
        var shortest = TimeSpan.FromTicks(1);
        ExchangeOptions largest = new()
        {
            Limit = int.MaxValue,
            Timeout = longest,
            Retries = int.MaxValue,
            StartTimeout = longest,
            GracePeriod = longest,
            GCHeapHardLimit = long.MaxValue,
            MaxTasksPerWorker = int.MaxValue,
            MaxWorkerMemory = long.MaxValue,
            MaxWorkerAge = longest,
            IdleTimeout = longest,
            BufferCapacity = int.MaxValue,
            BufferBytes = long.MaxValue,
        };
        ExchangeOptions smallest = new()
        {
            Limit = 1,
            Timeout = shortest,
            StartTimeout = shortest,
            GracePeriod = TimeSpan.Zero,
            GCHeapHardLimit = 16 * 1024 * 1024,
            MaxTasksPerWorker = 1,
            MaxWorkerMemory = 1,
            MaxWorkerAge = shortest,
            IdleTimeout = shortest,
            BufferCapacity = 1,
            BufferBytes = 1,
        };
        Assert.All([new ExchangeOptions(), new ExchangeOptions { Limit = null }, largest, smallest], options => Assert.Empty(options.Validate()));
    }

    [Fact]
    public void Options_SeveralOutOfRange_AreRefusedAtOnceByWhateverTakesThem()
    {
        Action[] takers =
        [
            () => _ = new ProcessExchange(AllWrong),
            () => _ = new ProcessExchange([], AllWrong),
            () => _ = new ProcessQueue<int>(AllWrong),
            () => _ = new ProcessMap<int>(AllWrong),
            () => Enumerable.Empty<int>().PMap(x => x, AllWrong),
            () => Enumerable.Empty<int>().PMapUnordered(x => x, AllWrong),
            () => AsyncEnumerable.Empty<int>().PMapOutcomes(x => x, AllWrong),
            () => Enumerable.Empty<int>().PMapMany(x => AsyncEnumerable.Repeat(x, 1), AllWrong),
            () => System.Reactive.Linq.Observable.Empty<int>().PMap(x => x, AllWrong),
            () => System.Reactive.Linq.Observable.Empty<int>().PMapMany(x => AsyncEnumerable.Repeat(x, 1), AllWrong),
        ];
        Assert.All(takers, take =>
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>("options", take);
            Assert.All(AllWrong.Validate(), each => Assert.Contains(each, error.Message, StringComparison.Ordinal));
        });
        Assert.Equal(12, AllWrong.Validate().Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void Limit_BelowOne_IsRefused(int limit)
    {
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
