namespace PProcess.Serialization;

/// <summary>The reasons for which several formatters refuse a value.</summary>
internal static class Refusal
{
    /// <summary>Why pointers and integers of their size are refused.</summary>
    public const string OfAddress = "addresses and handles mean nothing in another process. Pass what is there, or a long where it is but a number.";

    /// <summary>Why the enumerators of most loops around a fork are refused.</summary>
    public const string OfLoop = "it is the place at which a foreach is, and a foreach around Create goes on in another process only over an array, a list, a string, a dictionary, a hash set, an iterator method or a query of these. Loop over a copy: ToList(), or await ToListAsync().";

    /// <summary>Refuses a derived value: the other side reads the declared type and would never see the rest.</summary>
    public static void ThrowIfDerived<T>(Type actual)
    {
        if (actual != typeof(T))
        {
            throw new CannotTravelException("value", "", actual, $"it is declared as {typeof(T)}, and what the derived type adds would be lost. Declare it as its own type.");
        }
    }
}
