using System.Collections.Concurrent;
using System.Reflection;

namespace PProcess.Functions;

/// <summary>The arguments that functions of one delegate type take; a channel is none of them.</summary>
internal sealed class Signature
{
    private static readonly ConcurrentDictionary<Type, Signature> Known = [];

    private readonly ParameterInfo[] _parameters;
    private readonly Type[] _types;
    private readonly int _fullCount;

    private Signature(Type type)
    {
        var all = type.GetMethod("Invoke")!.GetParameters();
        _fullCount = all.Length;
        _parameters = [.. all.Where(parameter => parameter.ParameterType != typeof(ProcessChannel))];
        _types = [.. _parameters.Select(parameter => parameter.ParameterType)];
        NeededCount = 1 + Array.FindLastIndex(_types, type => type != typeof(CancellationToken) && !ProgressReceiver.IsProgress(type));
    }

    public int Count => _types.Length;

    /// <summary>How many have to be given: the worker has a token and a progress receiver of its own, which may be left out at the end.</summary>
    public int NeededCount { get; }

    public static Signature Of(Delegate function) => Known.GetOrAdd(function.GetType(), static type => new Signature(type));

    public Type TypeOf(int index) => _types[index];

    /// <summary>The name that the method has for an argument. The method may have one parameter more in front, which the delegate has bound.</summary>
    public string NameOf(int index, MethodInfo method)
    {
        var parameters = method.GetParameters();
        var parameter = _parameters[index];
        return parameters.ElementAtOrDefault(parameter.Position + parameters.Length - _fullCount)?.Name ?? parameter.Name ?? $"number {index + 1}";
    }
}
