using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Sharing;

/// <summary>Large values, which go beside the connection where they can, and arrive as any others.</summary>
public abstract class LargeValueContract(Launcher launcher) : ChannelContract(launcher)
{
    private const int Bytes = 5_000_000;

    [Fact(Timeout = Deadline.Test)]
    public async Task Array_OfAnyPrimitive_ComesBackEqual()
    {
        var worker = NewWorker();
        await EchoAsync<byte>(worker);
        await EchoAsync<sbyte>(worker);
        await EchoAsync<short>(worker);
        await EchoAsync<ushort>(worker);
        await EchoAsync<char>(worker);
        await EchoAsync<int>(worker);
        await EchoAsync<uint>(worker);
        await EchoAsync<long>(worker);
        await EchoAsync<ulong>(worker);
        await EchoAsync<float>(worker);
        await EchoAsync<double>(worker);
        var truths = Enumerable.Range(0, Bytes).Select(i => i % 3 == 0).ToArray();
        Assert.Equal(truths, await ResultTask<bool[]>.RunAsync(worker, Invocation.Create(static (bool[] value) => value, truths)));
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(0)]
    [InlineData(128 * 1024)]
    [InlineData((128 * 1024) + 1)]
    [InlineData(256 * 1024)]
    [InlineData((256 * 1024) + 1)]
    [InlineData((2 * 1024 * 1024) - 1)]
    [InlineData(2 * 1024 * 1024)]
    [InlineData((20 * 1024 * 1024) + 7)]
    public async Task Array_OfASizeWhereTheWayChanges_ComesBackEqual(int size)
    {
        var worker = NewWorker();
        var value = Noise(size);
        for (var i = 0; i < 3; i++)
        {
            AssertEqual(value, await ResultTask<byte[]>.RunAsync(worker, Invocation.Create(static (byte[] value) => value, value)));
        }
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(-24)]
    [InlineData(-16)]
    [InlineData(-12)]
    [InlineData(-8)]
    [InlineData(-4)]
    [InlineData(0)]
    [InlineData(4)]
    public async Task ManyAtOnce_JustAsLongAsIsCopied_EachArrivesAsItWas(int difference)
    {
        var worker = NewWorker();
        var inputs = Enumerable.Range(0, 200).Select(i => Enumerable.Repeat((byte)i, (128 * 1024) + difference).ToArray()).ToArray();
        var results = inputs.Select(input => ResultTask<(byte, byte, int)>.RunAsync(worker, Invocation.Create(static (byte[] value) => (value[0], value[^1], value.Length), input))).ToArray();
        Assert.Equal(inputs.Select(input => (input[0], input[0], input.Length)), await Task.WhenAll(results));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Memory_AndText_ComeBackEqual()
    {
        var worker = NewWorker();
        Memory<byte> bytes = Noise(Bytes);
        var text = string.Create(Bytes, 0, (characters, _) => Noise(2 * Bytes).CopyTo(MemoryMarshal.AsBytes(characters)));
        AssertEqual(bytes[7..], await ResultTask<Memory<byte>>.RunAsync(worker, Invocation.Create(static (Memory<byte> value) => value[7..], bytes)));
        AssertEqual(bytes, await ResultTask<ReadOnlyMemory<byte>>.RunAsync(worker, Invocation.Create(static (ReadOnlyMemory<byte> value) => value, (ReadOnlyMemory<byte>)bytes)));
        Assert.Equal(text, await ResultTask<string>.RunAsync(worker, Invocation.Create(static (string value) => value, text)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task SeveralArrays_AmongOtherArguments_ArriveEachInItsPlace()
    {
        var (first, second) = (Noise(Bytes), Noise(Bytes - 1));
        var text = new string('x', 300_000);
        var sums = await ResultTask<string>.RunAsync(NewWorker(), Invocation.Create(
            static (string text, byte[] first, int[] none, byte[] second) => $"{text.Length} {first.Length} {first[^1]} {none.Length} {second.Length} {second[^1]}", text, first, Array.Empty<int>(), second));
        Assert.Equal($"300000 {first.Length} {first[^1]} 0 {second.Length} {second[^1]}", sums);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Argument_ChangedAfterTheCall_ArrivesAsItWas()
    {
        var value = new double[Bytes / 8];
        var invocation = Invocation.Create(static (double[] value) => value.Sum(), value);
        Array.Fill(value, 1);
        Assert.Equal(0, await ResultTask<double>.RunAsync(NewWorker(), invocation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task ManyValues_AtOnceAmongSmallOnes_ComeBackEachToItsTask()
    {
        var worker = NewWorker();
        var values = Enumerable.Range(0, 30).Select(i => Noise(i % 3 == 0 ? 10 : 1_000_000 + i)).ToList();
        var results = await Task.WhenAll(values.Select(value => ResultTask<byte[]>.RunAsync(worker, Invocation.Create(static (byte[] value) => value, value))));
        Assert.All(values.Zip(results), pair => Assert.True(pair.First.AsSpan().SequenceEqual(pair.Second)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Results_LargeAndSmallOfOneBuffer_AreEachCallsOwn()
    {
        var calls = new InvocationBuffer(FunctionReference.Of(static (byte[] value) => value.Length));
        calls.Add(new byte[10]);
        calls.Add(new byte[Bytes]);
        calls.Add(new byte[Bytes + 1]);
        Assert.True(calls.Length > 2 * Bytes);
        var task = new ManyResultsTask(calls.Take());
        NewWorker().Post(task);
        Assert.Equal([10, Bytes, Bytes + 1], await task.Results.WaitAsync(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Message_ThroughAChannel_ComesBackEqual()
    {
        var value = Noise(Bytes);
        var channel = Start(Invocation.Create(static async (ProcessChannel far) => await far.SendAsync(await far.ReceiveAsync<byte[]>())));
        await channel.SendAsync(value, Cancellation);
        AssertEqual(value, await channel.ReceiveAsync<byte[]>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task LastMessage_OfAFunctionWithAChannel_ComesWhole()
    {
        var channel = Start(Invocation.Create(static (int size) => new int[size], Bytes));
        Assert.Equal(Bytes, (await channel.ReceiveAsync<int[]>(Cancellation)).Length);
    }

    private static async Task EchoAsync<T>(Worker worker)
        where T : unmanaged
    {
        var value = MemoryMarshal.Cast<byte, T>(Noise(Bytes - (Bytes % Unsafe.SizeOf<T>()))).ToArray();
        var back = await ResultTask<T[]>.RunAsync(worker, Invocation.Create(static (T[] value) => value, value));
        Assert.True(MemoryMarshal.AsBytes(value.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(back.AsSpan())));
    }

    private static void AssertEqual(ReadOnlyMemory<byte> expected, ReadOnlyMemory<byte> actual) => Assert.True(expected.Span.SequenceEqual(actual.Span));

    private static byte[] Noise(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private sealed class ManyResultsTask(Invocation invocation) : WorkerTask<int>(invocation)
    {
        private readonly List<int> _values = [];
        private readonly TaskCompletionSource<List<int>> _results = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<List<int>> Results => _results.Task;

        protected override void OnCompleted(int value)
        {
            _values.Add(value);
            if (_values.Count == 3)
            {
                _results.SetResult(_values);
            }
        }

        protected override void OnFailed(Exception exception) => _results.TrySetException(exception);

        protected override void OnReturned() => Abandon(new InvalidOperationException("The worker has ended."));
    }
}
