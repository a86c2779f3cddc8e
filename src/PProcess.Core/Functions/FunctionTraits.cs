using System.Reflection;

namespace PProcess.Functions;

/// <summary>What a function's signature says of the way it is run.</summary>
internal sealed record FunctionTraits(bool IsStream, bool TakesChannel, bool TakesToken)
{
    public static FunctionTraits Of(MethodInfo method)
    {
        var parameters = method.GetParameters();
        return new FunctionTraits(
            method.ReturnType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>),
            parameters.Any(parameter => parameter.ParameterType == typeof(ProcessChannel)),
            parameters.Any(parameter => parameter.ParameterType == typeof(CancellationToken)));
    }
}
