namespace PProcess;

/// <summary>How a process ended.</summary>
/// <remarks>
/// The operating system reports a death by signal as 128 plus the signal's number; a process that exits with such a code
/// by itself cannot be told apart.
/// </remarks>
/// <param name="Code">The exit code: 0 to 255, or -1 where it is not known because somebody else has collected it.</param>
public readonly record struct ExitStatus(int Code)
{
    private const int SignalBase = 128;
    private const int LastSignal = 64;

    /// <summary>The exit code of a process whose own code is not to be had.</summary>
    public static ExitStatus Unknown => new(-1);

    /// <summary>The signal that ended the process, or null where it exited.</summary>
    public int? Signal => Code is > SignalBase and <= SignalBase + LastSignal ? Code - SignalBase : null;

    /// <summary>Says it in words, such as <c>exit code 3</c> or <c>signal 9 (SIGKILL)</c>.</summary>
    /// <returns>The words.</returns>
    public override string ToString() => (Signal, Code) switch
    {
        (null, -1) => "an unknown exit code",
        (null, _) => $"exit code {Code}",
        (4, _) => "signal 4 (SIGILL)",
        (6, _) => "signal 6 (SIGABRT)",
        (8, _) => "signal 8 (SIGFPE)",
        (9, _) => "signal 9 (SIGKILL)",
        (11, _) => "signal 11 (SIGSEGV)",
        (15, _) => "signal 15 (SIGTERM)",
        ({ } signal, _) => $"signal {signal}",
    };
}
