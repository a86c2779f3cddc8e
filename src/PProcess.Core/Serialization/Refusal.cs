namespace PProcess.Serialization;

/// <summary>The reasons for which several formatters refuse a value.</summary>
internal static class Refusal
{
    /// <summary>Why pointers and integers of their size are refused.</summary>
    public const string OfAddress = "addresses and handles mean nothing in another process. Pass what is there, or a long where it is but a number.";

    /// <summary>Refuses a derived value: the other side reads the declared type and would never see the rest.</summary>
    public static void ThrowIfDerived<T>(Type actual)
    {
        if (actual != typeof(T))
        {
            throw new CannotTravelException("value", "", actual, $"it is declared as {typeof(T)}, and what the derived type adds would be lost. Declare it as its own type.");
        }
    }
}
