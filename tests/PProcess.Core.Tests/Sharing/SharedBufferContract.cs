using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Sharing;

/// <summary>Shared buffers that go to functions and come back.</summary>
public abstract class SharedBufferContract(Launcher launcher) : ChannelContract(launcher)
{
    private const int Length = 100_000;

    [Fact(Timeout = Deadline.Test)]
    public async Task Argument_WrittenByTheFunction_IsWrittenHere()
    {
        using var buffer = new SharedBuffer<int>(Length);
        buffer.Memory.Span[5] = 7;
        var seen = await RunAsync<int>(Invocation.Create(static (SharedBuffer<int> given) => given.Memory.Span[6] = given.Memory.Span[5] + given.Length, buffer));
        Assert.Equal(7 + Length, seen);
        Assert.Equal(7 + Length, buffer.Memory.Span[6]);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task CapturedVariable_InManyTasksOfOneFunction_IsTheSameMemory()
    {
        using var buffer = new SharedBuffer<int>(Length);
        var worker = NewWorker();
        var function = Increase(buffer);
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => ResultTask<int>.RunAsync(worker, Invocation.Create(function, i % 100))));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => 5 * i), buffer.Memory[..100].ToArray());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Argument_ToManyTasksOfManyWorkers_IsTheSameMemory()
    {
        using var buffer = new SharedBuffer<long>(1000);
        List<Worker> workers = [.. Enumerable.Range(0, 3).Select(_ => NewWorker())];
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i =>
            ResultTask<long>.RunAsync(workers[i % 3], Invocation.Create(static (SharedBuffer<long> given, int index) => given.Memory.Span[index] = index + 1, buffer, i))));
        Assert.Equal(Enumerable.Range(1, 300).Select(i => (long)i), buffer.Memory[..300].ToArray());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Argument_InsideOtherValues_IsTheSameMemory()
    {
        using var first = new SharedBuffer<byte>([1]);
        using var second = new SharedBuffer<byte>([2]);
        var sum = await RunAsync<int>(Invocation.Create(
            static (List<SharedBuffer<byte>> list, (string Name, SharedBuffer<byte> Value) pair) => list.Sum(one => one.Memory.Span[0]++) + pair.Value.Memory.Span[0], new List<SharedBuffer<byte>> { first, second }, ("second", second)));
        Assert.Equal(1 + 2 + 3, sum);
        Assert.Equal(2, first.Memory.Span[0]);
        Assert.Equal(3, second.Memory.Span[0]);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Argument_NullOrEmpty_ArrivesAsSuch()
    {
        using var empty = new SharedBuffer<int>(0);
        Assert.Equal((true, 0), await RunAsync<(bool, int)>(Invocation.Create(static (SharedBuffer<int>? none, SharedBuffer<int> empty) => (none is null, empty.Length), (SharedBuffer<int>?)null, empty)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Result_MadeByTheFunction_IsOwnedHere()
    {
        var worker = NewWorker();
        var buffer = await ResultTask<SharedBuffer<int>>.RunAsync(worker, Invocation.Create(MakeSquares, Length));
        Assert.Equal(99 * 99, buffer.Memory.Span[99]);
        await worker.DisposeAsync();
        Assert.Equal(99 * 99, buffer.Memory.Span[99]);
        var memory = buffer.Memory;
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.Span.Length);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Result_InATask_CanBeAnArgumentOfTheNext()
    {
        using var buffer = await ResultTask<SharedBuffer<int>>.RunAsync(NewWorker(), Invocation.Create(static async (int length) =>
        {
            await Task.Yield();
            return MakeSquares(length);
        }, Length));
        var sum = await ResultTask<long>.RunAsync(NewWorker(), Invocation.Create(static (SharedBuffer<int> given) => given.Memory.Span[..10].ToArray().Sum(value => (long)value), buffer));
        Assert.Equal(285, sum);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Result_ThatWasTheArgument_IsAViewOfTheSameMemory()
    {
        using var buffer = new SharedBuffer<int>([1, 2, 3]);
        var view = await ResultTask<SharedBuffer<int>>.RunAsync(NewWorker(), Invocation.Create(static (SharedBuffer<int> given) => given, buffer));
        view.Memory.Span[0] = 9;
        Assert.Equal(9, buffer.Memory.Span[0]);
        view.Dispose();
        Assert.Equal([9, 2, 3], buffer.Memory.ToArray());
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Messages_WithBuffers_GoBothWays()
    {
        using var buffer = new SharedBuffer<int>([20]);
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            var given = await far.ReceiveAsync<SharedBuffer<int>>();
            for (var i = 0; i < 50; i++)
            {
                await far.SendAsync(new SharedBuffer<int>([given.Memory.Span[0] + i]));
            }
        }));
        await channel.SendAsync(buffer, Cancellation);
        for (var i = 0; i < 50; i++)
        {
            using var received = await channel.ReceiveAsync<SharedBuffer<int>>(Cancellation);
            Assert.Equal(20 + i, received.Memory.Span[0]);
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Messages_NoneAwaitedAndSomeWithBuffers_KeepTheirOrder()
    {
        const int count = 100;
        var channel = Start(Invocation.Create(static async (ProcessChannel far) =>
        {
            List<int> numbers = [];
            for (var i = 0; i < count; i++)
            {
                var (number, buffer) = await far.ReceiveAsync<(int, SharedBuffer<int>?)>();
                numbers.Add(buffer is null ? number : buffer.Memory.Span[0]);
            }

            await far.SendAsync(numbers);
        }));
        using var buffers = new BufferSet();
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => channel.SendAsync((i, i % 4 == 0 ? buffers.Add(i) : null), Cancellation).AsTask()).ToList());
        Assert.Equal(Enumerable.Range(0, count), await channel.ReceiveAsync<List<int>>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Messages_ReceivedAfterTheFunctionsEnd_StillHaveTheirMemory()
    {
        var channel = Start(Invocation.Create(static async (ProcessChannel far) => await far.SendAsync(new SharedBuffer<int>([5]))));
        await channel.Completion.WaitAsync(Cancellation);
        using var received = await channel.ReceiveAsync<SharedBuffer<int>>(Cancellation);
        Assert.Equal(5, received.Memory.Span[0]);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Dispose_WhileATaskHasIt_LeavesItToTheTask()
    {
        var buffer = new SharedBuffer<int>([1, 2]);
        var channel = Start(Invocation.Create(
            static async (ProcessChannel far, SharedBuffer<int> given) =>
            {
                await far.SendAsync(given.Memory.Span[0]);
                await far.ReceiveAsync<string>();
                await far.SendAsync(given.Memory.Span[1]);
            },
            buffer));
        Assert.Equal(1, await channel.ReceiveAsync<int>(Cancellation));
        buffer.Dispose();
        await channel.SendAsync("go on", Cancellation);
        Assert.Equal(2, await channel.ReceiveAsync<int>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Argument_KeptBeyondItsTask_CannotBeUsed()
    {
        using var buffer = new SharedBuffer<int>([1]);
        var worker = NewWorker();
        await ResultTask<int>.RunAsync(worker, Invocation.Create(static (SharedBuffer<int> given) => (Kept.Buffer = given).Length, buffer));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => ResultTask<int>.RunAsync(worker, Invocation.Create(static () => Kept.Buffer!.Memory.Length)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Argument_OfAFunctionThatThrows_IsUnharmed()
    {
        using var buffer = new SharedBuffer<int>([1]);
        await Assert.ThrowsAsync<FormatException>(() => ResultTask<int>.RunAsync(NewWorker(), Invocation.Create(Fail, buffer)));
        Assert.Equal(1, buffer.Memory.Span[0]);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Result_DisposedBuffer_FailsTheTask() =>
        await Assert.ThrowsAsync<CannotTravelException>(() => ResultTask<SharedBuffer<int>>.RunAsync(NewWorker(), Invocation.Create(static () =>
        {
            using var buffer = new SharedBuffer<int>(1);
            return buffer;
        })));

    [Fact(Timeout = Deadline.Test)]
    public async Task Progress_WithABuffer_IsRefused() =>
        await Assert.ThrowsAsync<CannotTravelException>(() => ResultTask<int>.RunAsync(NewWorker(), Invocation.Create(
            static (IProgress<SharedBuffer<int>> progress) =>
            {
                progress.Report(new SharedBuffer<int>(1));
                return 0;
            },
            (IProgress<SharedBuffer<int>>)new Progress<SharedBuffer<int>>())));

    private static FunctionReference Increase(SharedBuffer<int> buffer) => FunctionReference.Of((int index) => buffer.Memory.Span[index] += index);

    private static int Fail(SharedBuffer<int> given) => throw new FormatException($"{given.Length}");

    private static SharedBuffer<int> MakeSquares(int length)
    {
        var buffer = new SharedBuffer<int>(length);
        for (var i = 0; i < length; i++)
        {
            buffer.Memory.Span[i] = i * i;
        }

        return buffer;
    }

    private static class Kept
    {
        public static SharedBuffer<int>? Buffer { get; set; }
    }

    private sealed class BufferSet : IDisposable
    {
        private readonly List<SharedBuffer<int>> _buffers = [];

        public SharedBuffer<int> Add(int value)
        {
            _buffers.Add(new SharedBuffer<int>([value]));
            return _buffers[^1];
        }

        public void Dispose() => _buffers.ForEach(buffer => buffer.Dispose());
    }
}
