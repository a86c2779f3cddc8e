using System.Collections.Concurrent;

namespace PProcess.Forking;

/// <summary>Which objects are left out of a created process.</summary>
internal static class ProcessBound
{
    private static readonly ConcurrentDictionary<Type, bool> Types = [];

    public static bool Is(Type type) => Types.GetOrAdd(type, static type =>
        type.IsDefined(typeof(ProcessBoundAttribute), inherit: true)
        || (type.DeclaringType is { } outer && outer.IsDefined(typeof(ProcessBoundAttribute), inherit: false)));
}
