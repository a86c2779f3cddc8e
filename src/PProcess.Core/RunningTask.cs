namespace PProcess;

/// <summary>What a function in a worker can know of the task that it runs for.</summary>
public static class RunningTask
{
    // In a worker of its own a process runs one task at a time; in-process workers share theirs, hence not a plain field.
    private static readonly AsyncLocal<int> Repetitions = new();

    /// <summary>Which attempt this is: 1, or more where the task is repeated because its worker was lost or its time was up.</summary>
    public static int Attempt => Repetitions.Value + 1;

    internal static void SetAttempt(int attempt) => Repetitions.Value = attempt - 1;
}
