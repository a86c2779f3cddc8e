using System.Globalization;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>Every form of function that an operator takes.</summary>
public abstract class FunctionFormContract : LauncherContract
{
    [ProcessFact]
    public async Task PMap_StaticMethod_IsCalled() => Assert.Equal([1, 4, 9], await ListAsync([1, 2, 3], Square));

    [ProcessFact]
    public async Task PMap_CapturedLocal_HasItsValueAtTheCall()
    {
        var factor = 10;
        var texts = new List<string> { "a" };
        var results = new[] { 1, 2 }.PMap(x => $"{x * factor}{string.Concat(texts)}", With());

        factor = 99;
        texts.Add("b");

        Assert.Equal(["10a", "20a"], await results.ListAsync());
    }

    [ProcessFact]
    public async Task PMap_FunctionChangesACapturedLocal_OurOwnStaysAsItIs()
    {
        var seen = new List<int>();

        await ListAsync([1, 2, 3], x =>
        {
            seen.Add(x);
            return x;
        });

        Assert.Empty(seen);
    }

    [ProcessFact]
    public async Task PMap_CapturedDelegate_IsCalled()
    {
        var offset = 5;
        Func<int, int> inner = x => Square(x) + offset;

        Assert.Equal([6, 9], await ListAsync([1, 2], x => inner(x)));
    }

    [ProcessFact]
    public async Task PMap_LocalFunction_IsCalled()
    {
        var offset = 100;
        Assert.Equal([101, 102], await ListAsync([1, 2], Add));

        int Add(int x) => x + offset;
    }

    [ProcessFact]
    public async Task PMap_GenericMethod_IsCalledWithItsTypes()
    {
        Assert.Equal(["Int32:1"], await ListAsync([1], Describe));
        Assert.Equal(["String:a"], await ListAsync(["a"], Describe));
    }

    [ProcessFact]
    public async Task PMap_InstanceMethod_TakesTheInstanceAlong() => Assert.Equal([21], await ListAsync([7], new Multiplier(3).Apply));

    [ProcessFact]
    public async Task PMap_AsyncFunction_IsAwaited()
    {
        Func<int, Task<int>> function = async x =>
        {
            await Task.Yield();
            return x + 1;
        };

        Assert.Equal([2, 3], await new[] { 1, 2 }.PMap(function, With()).ListAsync());
    }

    [Fact]
    public void PMap_FunctionReturnsValueTask_IsRefusedAtTheCall()
    {
        var error = Assert.Throws<CannotTravelException>(() => new[] { 1 }.PMap(x => ValueTask.FromResult(x), With()));
        Assert.Contains("async x => await", error.Message, StringComparison.Ordinal);

        error = Assert.Throws<CannotTravelException>(() => new[] { 1 }.PMap(x => AsyncEnumerable.Repeat(x, 2), With()));
        Assert.Contains(nameof(ParallelMap.PMapMany), error.Message, StringComparison.Ordinal);
    }

    [ProcessFact]
    public async Task PMap_WithToken_IsCancelledWhenTheLoopIsLeft()
    {
        using var gate = new Gate();
        var address = gate.Address;
        Func<int, CancellationToken, int> function = (x, token) => x == 0 ? 0 : Gate.PassAsync(address, token.CanBeCanceled ? x : -x, token).GetAwaiter().GetResult();
        Visit? running = null;

        await foreach (var result in new[] { 0, 1 }.PMap(function, With()).WithCancellation(TestDeadline.Token))
        {
            running = await gate.ArrivedAsync(1);
            break;
        }

        await running!.Left.InTimeAsync();
    }

    [ProcessFact]
    public async Task PMap_WithProgress_ReportsInOrderBeforeTheResult()
    {
        var progress = new RecordedProgress<string>();

        var results = new[] { 1, 2 }.PMap((int x, IProgress<string> report) =>
        {
            report.Report($"{x} begins");
            report.Report($"{x} ends");
            return x;
        }, progress, With(limit: 1));

        await foreach (var result in results.WithCancellation(TestDeadline.Token))
        {
            Assert.Equal([$"{result} begins", $"{result} ends"], progress.Reports.Where(report => report[0] == result.ToString(CultureInfo.InvariantCulture)[0]));
        }
    }

    [ProcessFact]
    public async Task PMap_TokenAndProgressInEitherOrder_AreBound()
    {
        var progress = new RecordedProgress<int>();

        Assert.Equal([1], await new[] { 1 }.PMap(TokenFirst, progress, With()).ListAsync());
        Assert.Equal([2], await new[] { 2 }.PMap(ProgressFirst, progress, With()).ListAsync());
        Assert.Equal([3], await new[] { 3 }.PMap(TokenFirstAsync, progress, With()).ListAsync());
        Assert.Equal([4], await new[] { 4 }.PMap(ProgressFirstAsync, progress, With()).ListAsync());
        Assert.Equal([1, 2, 3, 4], progress.Reports);

        static int TokenFirst(int x, CancellationToken token, IProgress<int> report) => Report(x, report, token);
        static int ProgressFirst(int x, IProgress<int> report, CancellationToken token) => Report(x, report, token);
        static async Task<int> TokenFirstAsync(int x, CancellationToken token, IProgress<int> report) => await Task.FromResult(Report(x, report, token));
        static async Task<int> ProgressFirstAsync(int x, IProgress<int> report, CancellationToken token) => await Task.FromResult(Report(x, report, token));
    }

    private static int Report(int x, IProgress<int> report, CancellationToken token)
    {
        report.Report(x);
        return token.CanBeCanceled ? x : -x;
    }

    private async Task<List<TResult>> ListAsync<T, TResult>(T[] inputs, Func<T, TResult> function) =>
        await inputs.PMap(function, With()).ListAsync();

    private static int Square(int x) => x * x;

    private static string Describe<T>(T value) => $"{typeof(T).Name}:{value}";

    private sealed record Multiplier(int Factor)
    {
        public int Apply(int x) => x * Factor;
    }
}
