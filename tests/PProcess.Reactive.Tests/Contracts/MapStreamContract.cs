using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>The ends that every PMap stream can come to.</summary>
public abstract class MapStreamContract : LauncherContract
{
    public static TheoryData<MapOperator, SourceKind> Forms => AnyMap.Forms;

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Enumerate_ToTheEnd_GivesEveryResult(MapOperator map, SourceKind kind)
    {
        var results = await AnyMap.Run(map, kind, Enumerable.Range(0, 300), Square, With(limit: 2)).ListAsync();

        Assert.Equal(Enumerable.Range(0, 300).Select(x => x * x), map == MapOperator.PMapUnordered ? results.Order() : results);

        static async Task<int> Square(int x, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return x * x;
        }
    }

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Enumerate_NoInputs_GivesNothing(MapOperator map, SourceKind kind) =>
        Assert.Empty(await AnyMap.Run(map, kind, [], (x, _) => Task.FromResult(x), With()).ListAsync());

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Enumerate_TaskFails_ThrowsAtItsPlace(MapOperator map, SourceKind kind)
    {
        List<int> results = [];

        var error = await Record.ExceptionAsync(() => AnyMap.Run(map, kind, Enumerable.Range(0, 5), FailAtTwo, With(limit: 1)).ListIntoAsync(results));

        if (map == MapOperator.PMapOutcomes)
        {
            Assert.Null(error);
            Assert.Equal([0, 1, AnyMap.Failed, 3, 4], results);
        }
        else
        {
            Assert.Equal("two", Assert.IsType<FormatException>(error).Message);
            Assert.Equal([0, 1], results);
        }

        static async Task<int> FailAtTwo(int x, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return x == 2 ? throw new FormatException("two") : x;
        }
    }

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Enumerate_Cancelled_ThrowsWithTheTokenAndEndsTheTasks(MapOperator map, SourceKind kind)
    {
        using var gate = new Gate();
        var address = gate.Address;
        using var cancellation = new CancellationTokenSource();
        var enumeration = AnyMap.Run(map, kind, Enumerable.Range(0, 10), (x, token) => Gate.PassAsync(address, x, token), With(limit: 2))
            .ToListAsync(cancellation.Token).AsTask();
        Visit[] visits = [await gate.ArrivedAsync(0), await gate.ArrivedAsync(1)];

        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => enumeration.InTimeAsync());
        Assert.Equal(cancellation.Token, error.CancellationToken);
        await Task.WhenAll(visits.Select(visit => visit.Left)).InTimeAsync();
    }

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Enumerate_LeftEarly_EndsTheTasksAndFreesTheWorkers(MapOperator map, SourceKind kind)
    {
        using var gate = new Gate();
        var results = AnyMap.Run(map, kind, Endless(), PassBehindZero(gate.Address), With(limit: 2));
        Visit? running = null;

        await foreach (var result in results.WithCancellation(TestDeadline.Token))
        {
            Assert.Equal(0, result);
            running = await gate.ArrivedAsync(1);
            break;
        }

        await running!.Left.InTimeAsync();
        Assert.Equal([5], await AnyMap.Run(map, kind, [5], (x, _) => Task.FromResult(x), With()).ListAsync());
    }

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Enumerate_ConsumerThrows_EndsTheTasks(MapOperator map, SourceKind kind)
    {
        using var gate = new Gate();
        var results = AnyMap.Run(map, kind, Endless(), PassBehindZero(gate.Address), With(limit: 2));
        Visit? running = null;

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            await foreach (var result in results.WithCancellation(TestDeadline.Token))
            {
                running = await gate.ArrivedAsync(1);
                throw new InvalidDataException();
            }
        });

        await running!.Left.InTimeAsync();
    }

    [ProcessTheory, MemberData(nameof(Forms))]
    public async Task Enumerate_SourceThrows_GivesWhatCameBeforeAndThrows(MapOperator map, SourceKind kind)
    {
        List<int> results = [];

        await Assert.ThrowsAsync<InvalidDataException>(() => AnyMap.Run(map, kind, Failing(), (x, _) => Task.FromResult(x), With()).ListIntoAsync(results));

        Assert.Equal([0, 1, 2], results.Order());

        static IEnumerable<int> Failing()
        {
            yield return 0;
            yield return 1;
            yield return 2;
            throw new InvalidDataException("The source has failed.");
        }
    }

    private static Func<int, CancellationToken, Task<int>> PassBehindZero(string address) =>
        async (x, token) => x == 0 ? 0 : await Gate.PassAsync(address, x, token);

    private static IEnumerable<int> Endless()
    {
        for (var i = 0; ; i++)
        {
            yield return i;
        }
    }
}
