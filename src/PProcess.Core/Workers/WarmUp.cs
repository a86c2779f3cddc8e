namespace PProcess.Workers;

/// <summary>What a worker can do before it has a task, so that its first does not wait for it: load the serializer, make the way of a call ready.</summary>
internal static class WarmUp
{
    /// <summary>A call whose argument and result go the way that most values go.</summary>
    public static Invocation CreateCall() => Invocation.Create(Pass, new Sample { Text = "", Numbers = [1] });

    private static Sample Pass(Sample sample) => sample;

    private sealed class Sample
    {
        public string? Text { get; set; }

        public List<int>? Numbers { get; set; }
    }
}
