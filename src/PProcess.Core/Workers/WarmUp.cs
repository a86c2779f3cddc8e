using PProcess.Framing;
using PProcess.Functions;
using PProcess.Serialization;

namespace PProcess.Workers;

/// <summary>What a worker can do before it has a task, so that its first does not wait for it: load the serializer, make the ways of calls ready.</summary>
internal static class WarmUp
{
    /// <summary>A call whose argument and result go the way that most values go; inside, it makes calls with primitives and texts.</summary>
    public static Invocation CreateCall() => Invocation.Create(Pass, new Sample { Text = "", Numbers = [1] });

    private static Sample Pass(Sample sample)
    {
        CallWith(true);
        CallWith(0);
        CallWith(0L);
        CallWith(0.0);
        CallWith("");
        return sample;
    }

    // As a task calls its function, but that the results go nowhere: the runtime finds code when it is first called, for each type of value by itself.
    private static void CallWith<T>(T value)
    {
        var argument = new MessageWriter();
        ValueCodec<T>.Default.Write(argument, value);
        Call(() => value, default);
        Call((T passed) => passed, argument.Written);
        Call((T _) => { }, argument.Written);
    }

    private static void Call(Delegate function, ReadOnlyMemory<byte> arguments)
    {
        var nowhere = new FrameWriter(static _ => ValueTask.CompletedTask);
        var task = new TaskContext(0, new WorkerFunction([]), 1, 1, arguments, nowhere);
        _ = Invoker.For(function).InvokeAsync(function, new MessageReader(arguments), task).AsTask(); // Without a channel, nothing of this waits.
    }

    private sealed class Sample
    {
        public string? Text { get; set; }

        public List<int>? Numbers { get; set; }
    }
}
