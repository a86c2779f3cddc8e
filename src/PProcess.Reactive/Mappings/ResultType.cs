namespace PProcess.Reactive.Mappings;

/// <summary>Catches a type of results that would be misunderstood, at the call.</summary>
internal static class ResultType
{
    public static void Check<TResult>()
    {
        if (typeof(TResult) == typeof(Task) || typeof(TResult) == typeof(ValueTask))
        {
            throw new CannotTravelException("An async function without a result has nothing to give. Return something from it, if only whether it went well.");
        }

        if (typeof(TResult) is not { IsGenericType: true } type)
        {
            return;
        }

        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(ValueTask<>) || definition == typeof(Task<>))
        {
            throw new CannotTravelException($"A {type} cannot travel to another process. Await it in an async lambda: async x => await f(x).");
        }

        if (definition == typeof(IAsyncEnumerable<>))
        {
            throw new CannotTravelException($"A {type} is many results. Use PMapMany.");
        }
    }
}
