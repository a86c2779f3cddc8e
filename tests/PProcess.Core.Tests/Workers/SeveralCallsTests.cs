using System.Collections.Concurrent;
using System.Diagnostics;
using PProcess.Core.Tests.Framing;
using PProcess.Core.Tests.Fuzzing;
using PProcess.Framing;
using PProcess.Serialization;

namespace PProcess.Core.Tests.Workers;

/// <summary>Tasks of several calls.</summary>
public sealed class SeveralCallsTests : WorkerTest
{
    private const int Many = 1000;

    [Theory(Timeout = Deadline.Test)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_SomeCallsFail_GivesEachCallItsOutcomeInOrder(bool isAsync)
    {
        var task = Calls(isAsync ? FunctionReference.Of(FailOnThirdsAsync) : FunctionReference.Of(FailOnThirds), Enumerable.Range(0, Many));
        NewWorker().Post(task);
        await task.Ended.WaitAsync(Cancellation);
        Assert.Equal(Enumerable.Range(0, Many).Select(i => i % 3 == 0 ? $"failed: {i}" : $"{i}"), task.Outcomes);
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(Many - 1)]
    public async Task Post_CallKillsTheWorker_CostsThatCallAndReturnsThoseBehind(int fatal)
    {
        var task = Calls(FunctionReference.Of(Survive), Enumerable.Range(0, Many).Select(i => i == fatal ? -1 : i));
        var worker = NewWorker();
        worker.Post(task);
        await worker.Completion.WaitAsync(Cancellation);
        Assert.Equal([.. Enumerable.Range(0, fatal).Select(i => $"{i}"), "lost"], task.Outcomes);
        Assert.Equal(Many - 1 - fatal, task.Rest?.Invocation.Count ?? 0);

        if (task.Rest is { } rest)
        {
            NewWorker().Post(rest);
            await rest.Ended.WaitAsync(Cancellation);
            Assert.Equal(Enumerable.Range(fatal + 1, Many - 1 - fatal).Select(i => $"{i}"), rest.Outcomes);
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Post_RepeatableCallKillsEveryWorker_OnlyItIsRepeatedAndFails()
    {
        var task = new Recorded(Calls(FunctionReference.Of(Survive), [0, 1, -1, 3]).Invocation) { Retries = 1 };
        NewWorker().Post(task);
        await task.WhenReturned.WaitAsync(Cancellation);
        Assert.Equal(["0", "1"], task.Outcomes);
        Assert.Equal(1, task.Invocation.Count);
        NewWorker().Post(task);
        await task.Ended.WaitAsync(Cancellation);
        Assert.Equal(["0", "1", "given up"], task.Outcomes);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Recall_WhileACallRuns_ReturnsThoseBehindItAtOnce()
    {
        var task = Calls(FunctionReference.Of(Block), [0, -1, 1, 2]);
        var worker = NewWorker();
        worker.Post(task);
        await BlockedAsync(worker.ProcessId);
        worker.Recall(task);
        var rest = await task.WhenSplit.WaitAsync(Cancellation);
        await rest.WhenReturned.WaitAsync(Cancellation);
        Assert.Equal(2, rest.Invocation.Count);
        Assert.False(task.Ended.IsCompleted);

        NewWorker().Post(rest);
        await rest.Ended.WaitAsync(Cancellation);
        Assert.Equal(["1", "2"], rest.Outcomes);
        worker.Kill();
        await task.Ended.WaitAsync(Cancellation);
        Assert.Equal(["0", "lost"], task.Outcomes);
    }

    [Fact(Timeout = 2 * Deadline.Test)]
    public async Task Recall_AtAnyMoment_LosesNoCallAndRunsNoneTwice()
    {
        var random = new Random(1);
        var worker = NewWorker();
        for (var round = 0; round < 500; round++)
        {
            var inputs = Enumerable.Range(0, random.Next(1, 200)).ToList();
            var task = Calls(FunctionReference.Of(Survive), inputs);
            worker.Post(task);
            Thread.SpinWait(random.Next(5000));
            worker.Recall(task);
            await task.Ended.WaitAsync(Cancellation);
            if (task.Outcomes.IsEmpty)
            {
                await task.WhenReturned.WaitAsync(Cancellation); // It ends in its worker first, so that another may have it.
                continue;
            }

            Assert.False(task.WhenReturned.IsCompleted);

            Assert.Equal(inputs.Count, task.Outcomes.Count + (task.Rest?.Invocation.Count ?? 0));
            Assert.Equal(inputs.Take(task.Outcomes.Count).Select(i => $"{i}"), task.Outcomes);
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task EndTaskAsync_CallCannotBeTold_FailsAllThatAreLeft()
    {
        var task = Calls(FunctionReference.Of(Block), [0, -1, 1, 2]);
        var worker = NewWorker();
        worker.Post(task);
        await BlockedAsync(worker.ProcessId);
        await worker.EndTaskAsync(task).WaitAsync(Cancellation);
        Assert.Equal(["0", "cancelled"], task.Outcomes);
        Assert.Equal(["cancelled", "cancelled"], task.Rest!.Outcomes);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Recall_AllThatBeganHaveTheirOutcomes_EndsTheTaskWithoutAnother()
    {
        var task = Calls(FunctionReference.Of(Survive), [0, 1, 2, 3]);
        var ended = await HearAsync(task, [.. Result("0"), .. Result("1"), .. Frames.Bytes(FrameKind.Recalled, FrameFlags.None, 1, BitConverter.GetBytes(2))]);
        Assert.Equal([task, task.Rest!], ended);
        Assert.Equal(["0", "1"], task.Outcomes);
        Assert.Equal(2, task.Rest!.Invocation.Count);
        Assert.True(task.Rest.WhenReturned.IsCompleted);
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(0, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 4)]
    [InlineData(0, int.MaxValue)]
    [InlineData(2, 1)]
    public async Task Recall_WorkerReturnsCallsThatItCannotHave_IsAProtocolException(int done, int from)
    {
        var task = Calls(FunctionReference.Of(Survive), [0, 1, 2, 3]);
        await HearAsync(task, [.. Enumerable.Range(0, done).SelectMany(i => Result($"{i}")), .. Frames.Bytes(FrameKind.Recalled, FrameFlags.None, 1, BitConverter.GetBytes(from))]);
        Assert.Equal([.. Enumerable.Range(0, done).Select(i => $"{i}"), "failed: A worker gives back calls of task 1 that it cannot have."], task.Outcomes);
    }

    [Fact]
    public void Abandon_NotPosted_FailsEachCall()
    {
        var task = Calls(FunctionReference.Of(Survive), [1, 2, 3]);
        task.Abandon(new OperationCanceledException());
        Assert.Equal(["cancelled", "cancelled", "cancelled"], task.Outcomes);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Add_ArgumentThatCannotTravel_AddsNothing()
    {
        Func<string> one = static () => "one";
        Func<string> two = static () => "two";
        var buffer = new InvocationBuffer(FunctionReference.Of(Run));
        buffer.Add(one);
        var length = buffer.Length;
        Assert.Throws<CannotTravelException>(() => buffer.Add(one + two));
        Assert.Throws<ArgumentException>(() => buffer.Add());
        Assert.Throws<ArgumentException>(() => buffer.Add(1, 2));
        Assert.Equal((1, length), (buffer.Count, buffer.Length));
        buffer.Add(two);
        var task = new Recorded(buffer.Take());
        Assert.Throws<InvalidOperationException>(buffer.Take);
        NewWorker().Post(task);
        await task.Ended.WaitAsync(Cancellation);
        Assert.Equal(["one", "two"], task.Outcomes);
    }

    [Fact]
    public void Add_RefusedBehindALargeArray_LeavesNothingOfTheCall()
    {
        Func<string> one = static () => "one";
        var buffer = new InvocationBuffer(FunctionReference.Of(RunWith));
        Assert.Throws<CannotTravelException>(() => buffer.Add(new byte[1_000_000], one + one));
        Assert.Equal((0, 0), (buffer.Count, buffer.Length));
        buffer.Add(new byte[1], one);
        Assert.False(buffer.Take().TravelsAlone);
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void Add_LargeArray_IsCopiedUnlessItIsSentFromWhereItIs(bool copiesArrays, byte expected)
    {
        var array = new byte[1_000_000];
        var buffer = new InvocationBuffer(FunctionReference.Of(static (byte[] bytes) => bytes.Length)) { CopiesArrays = copiesArrays };
        buffer.Add(array);
        array[^1] = 1;
        Assert.Equal(copiesArrays, buffer.CopiesArrays);
        Assert.Equal(expected, buffer.Take().Tail!.Bytes.Span[^1]);
    }

    [Fact]
    public void Add_LargeBufferOutsideOfAnArray_IsCopiedAlsoWhereArraysAreNot()
    {
        using var memory = new SharedBuffer<byte>(1_000_000);
        var buffer = new InvocationBuffer(FunctionReference.Of(static (Memory<byte> bytes) => bytes.Length)) { CopiesArrays = false };
        buffer.Add(memory.Memory);
        memory.Memory.Span[^1] = 1;
        Assert.Equal(0, buffer.Take().Tail!.Bytes.Span[^1]);
    }

    [Fact]
    public void Add_LargePartOfAnArray_IsSentFromWhereItIs()
    {
        var array = new byte[1_000_000];
        var buffer = new InvocationBuffer(FunctionReference.Of(static (Memory<byte> bytes) => bytes.Length)) { CopiesArrays = false };
        buffer.Add(array.AsMemory(1));
        array[^1] = 1;
        Assert.Equal(1, buffer.Take().Tail!.Bytes.Span[^1]);
    }

    private static Recorded Calls(FunctionReference function, IEnumerable<int> inputs)
    {
        var buffer = new InvocationBuffer(function);
        foreach (var input in inputs)
        {
            buffer.Add(input);
        }

        return new Recorded(buffer.Take());
    }

    // Gives the tasks that have ended in a worker which says that, in their order.
    private static async Task<List<WorkerTask>> HearAsync(WorkerTask task, byte[] session)
    {
        List<WorkerTask> ended = [];
        var launcher = new RecordedLauncher(session);
        await using var worker = Worker.Start(launcher);
        worker.TaskEnded += (_, task, _) => ended.Add(task);
        worker.Post(task);
        launcher.Begin();
        await worker.Completion.WaitAsync(Deadline.Promptly);
        return ended;
    }

    private static byte[] Result(string value)
    {
        var message = new MessageWriter();
        TypedValue.Write(message, value);
        return Frames.Bytes(FrameKind.Result, FrameFlags.Value, 1, message.Written.Span);
    }

    private static string Run(Func<string> function) => function();

    private static string RunWith(byte[] data, Func<string> function) => $"{function()}{data.Length}";

    private static string FailOnThirds(int i) => i % 3 == 0 ? throw new InvalidOperationException($"{i}") : $"{i}";

    private static async Task<string> FailOnThirdsAsync(int i)
    {
        await Task.Yield();
        return FailOnThirds(i);
    }

    private static string Survive(int i)
    {
        if (i < 0)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }

        return $"{i}";
    }

    private static string Block(int i)
    {
        if (i < 0)
        {
            File.Create(SignOf(Environment.ProcessId)).Dispose();
            Thread.Sleep(Timeout.Infinite);
        }

        return $"{i}";
    }

    // Where a function that blocks has said so: an outcome before says only that it comes next.
    private static string SignOf(int processId) => Path.Combine(Path.GetTempPath(), $"blocked-{processId}");

    private static async Task BlockedAsync(int processId)
    {
        while (!File.Exists(SignOf(processId)))
        {
            await Task.Delay(5, Cancellation);
        }

        File.Delete(SignOf(processId));
    }

    private sealed class Recorded(Invocation invocation) : WorkerTask<string>(invocation)
    {
        private readonly ConcurrentQueue<string> _outcomes = [];
        private readonly TaskCompletionSource<Recorded> _split = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ConcurrentQueue<string> Outcomes => _outcomes;

        public Recorded? Rest { get; private set; }

        public Task<Recorded> WhenSplit => _split.Task;

        public Task WhenReturned => _returned.Task;

        public Task Ended => WhenEndedAsync();

        protected override void OnCompleted(string value) => Note(value);

        protected override void OnFailed(Exception exception) => Note(exception switch
        {
            OperationCanceledException => "cancelled",
            WorkerExitedException => "lost",
            RetriesExhaustedException => "given up",
            _ => $"failed: {exception.Message}",
        });

        protected override void OnReturned() => _returned.TrySetResult();

        protected override WorkerTask Split(Invocation rest)
        {
            Rest = new Recorded(rest);
            _split.TrySetResult(Rest);
            return Rest;
        }

        private void Note(string outcome) => _outcomes.Enqueue(outcome);
    }
}
