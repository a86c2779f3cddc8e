namespace PProcess.Reactive.Mappings;

/// <summary>Catches a function of a form that an operator would misunderstand, at the call.</summary>
internal static class ResultType
{
    public static void Check<TResult>()
    {
        if (typeof(TResult) is not { IsGenericType: true } type)
        {
            return;
        }

        var definition = type.GetGenericTypeDefinition();
        if (definition == typeof(ValueTask<>))
        {
            throw new CannotTravelException($"A {type} cannot travel to another process. Await it in an async lambda: async x => await f(x).");
        }

        if (definition == typeof(IAsyncEnumerable<>))
        {
            throw new CannotTravelException($"A {type} is many results. Use PMapMany.");
        }
    }
}
