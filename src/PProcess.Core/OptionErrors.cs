namespace PProcess;

/// <summary>What is out of range among options, each in a sentence, so that all of it is refused at once.</summary>
internal sealed class OptionErrors
{
    // The longest time that timers of the framework take.
    private static readonly TimeSpan MaxTime = TimeSpan.FromMilliseconds(int.MaxValue);

    private readonly List<string> _errors = [];

    public IReadOnlyList<string> All => _errors;

    /// <summary>A time is above zero, or zero where that is allowed, and no longer than a timer takes; null is none.</summary>
    public OptionErrors Time(TimeSpan? value, string name, bool allowsZero = false)
    {
        var isLong = value >= TimeSpan.Zero && (allowsZero || value != TimeSpan.Zero);
        return value is null || (isLong && value <= MaxTime) ? this : Add(name, value, $"{(allowsZero ? "zero or more" : "above zero")} and at most {MaxTime}");
    }

    /// <summary>A number is not below another; null is none.</summary>
    public OptionErrors AtLeast(long? value, long least, string name) => value is null || value >= least ? this : Add(name, value, $"at least {least}");

    /// <summary>Adds an error.</summary>
    public OptionErrors Add(string name, object? value, string rule)
    {
        _errors.Add($"{name} is {value}, but has to be {rule}.");
        return this;
    }

    /// <summary>Adds what is out of range among options that these include.</summary>
    public OptionErrors Add(IEnumerable<string> errors)
    {
        _errors.AddRange(errors);
        return this;
    }

    /// <summary>Refuses options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Some are out of range; the message names each.</exception>
    public static void ThrowIfAny(IReadOnlyList<string> errors, string parameter)
    {
        if (errors.Count > 0)
        {
            throw new ArgumentOutOfRangeException(parameter, string.Join(" ", errors));
        }
    }
}
