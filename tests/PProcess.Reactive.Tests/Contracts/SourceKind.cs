namespace PProcess.Reactive.Tests.Contracts;

/// <summary>What inputs come as.</summary>
public enum SourceKind
{
    Enumerable,
    AsyncEnumerable,
    Observable,
}
