using System.Reflection;

namespace PProcess.Functions;

/// <summary>The delegate types of functions, as they follow from the methods.</summary>
internal static class DelegateTypes
{
    /// <summary>What returns a value, by the number of parameters.</summary>
    public static readonly Type[] Functions =
        [typeof(Func<>), typeof(Func<,>), typeof(Func<,,>), typeof(Func<,,,>), typeof(Func<,,,,>), typeof(Func<,,,,,>)];

    /// <summary>What returns none, by the number of parameters.</summary>
    public static readonly Type[] Actions =
        [typeof(Action), typeof(Action<>), typeof(Action<,>), typeof(Action<,,>), typeof(Action<,,,>), typeof(Action<,,,,>)];

    /// <summary>The type that a method's own parameters and result make; null where there is none.</summary>
    public static Type? Of(MethodInfo method)
    {
        var parameters = method.GetParameters();
        if (parameters.Length >= Functions.Length || IsOutOfReach(method.ReturnType) || Array.Exists(parameters, parameter => IsOutOfReach(parameter.ParameterType)))
        {
            return null;
        }

        var isAction = method.ReturnType == typeof(void);
        var types = new Type[parameters.Length + (isAction ? 0 : 1)];
        for (var i = 0; i < parameters.Length; i++)
        {
            types[i] = parameters[i].ParameterType;
        }

        if (isAction)
        {
            return types.Length == 0 ? typeof(Action) : Actions[types.Length].MakeGenericType(types);
        }

        types[^1] = method.ReturnType;
        return Functions[parameters.Length].MakeGenericType(types);
    }

    private static bool IsOutOfReach(Type type) =>
        type is { IsByRef: true } or { IsPointer: true } or { IsByRefLike: true } or { IsFunctionPointer: true };
}
