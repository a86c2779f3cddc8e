using System.Numerics;

namespace PProcess.Reactive.Scheduling;

/// <summary>What the values of options have in common; null, where an option allows it, is fine.</summary>
internal static class OptionChecks
{
    // The longest time that timers of the framework take.
    private static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(int.MaxValue);

    public static TimeSpan? Time(TimeSpan? value, string name) => value is null || (value > TimeSpan.Zero && value <= MaxTime)
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is above zero and at most {MaxTime.TotalDays:0} days, or null.");

    public static T? Positive<T>(T? value, string name)
        where T : struct, INumber<T> =>
        value is null || value > T.Zero ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is 1 or more.");
}
