namespace PProcess.Benchmarks;

/// <summary>A value with fields of several kinds.</summary>
public sealed record Reading(int Number, string Place, DateTime Time, double Value, IReadOnlyList<int> Parts)
{
    public static Reading Example { get; } = new(42, "a place", new DateTime(2024, 2, 29, 12, 0, 0, DateTimeKind.Utc), 36.6, [1, 2, 3, 4]);
}
