namespace PProcess.Reactive.Tests.Contracts;

/// <summary>The operators that run a function over inputs.</summary>
public enum MapOperator
{
    PMap,
    PMapUnordered,
    PMapOutcomes,
    PMapMany,
}
