namespace Compare;

/// <summary>What one run of the program is to do.</summary>
/// <param name="IsShort">Few rounds of smaller tasks; failing where results differ or a goal is missed by more than half.</param>
/// <param name="Only">The names of the measures to take; none stands for all.</param>
/// <param name="Rounds">How often each contestant of a measure runs, after one round that warms up.</param>
/// <param name="Scale">Whether it is measured how cost grows, in place of the measures.</param>
/// <param name="Out">The folder that the tables and charts are written to.</param>
/// <param name="Into">The document whose marked place takes the table, with the charts in the folder images beside it; null for none.</param>
internal sealed record Settings(bool IsShort, IReadOnlyList<string> Only, int Rounds, bool Scale, string Out, string? Into);
