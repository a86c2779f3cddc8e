using System.Collections.Concurrent;
using System.Reflection;
using PProcess.Framing;

namespace PProcess.Functions;

/// <summary>Names a method so that another process of the same program finds it: module, metadata tokens of its type and itself, and the types that make a generic one.</summary>
internal sealed class MethodReference
{
    private static readonly ConcurrentDictionary<MethodInfo, MethodReference> Known = [];

    private readonly MethodInfo _method;

    private MethodReference(MethodInfo method, ReadOnlyMemory<byte> bytes)
    {
        _method = method;
        Bytes = bytes;
    }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Names the method that the delegate calls.</summary>
    /// <exception cref="CannotTravelException">Another process could not find it.</exception>
    public static MethodReference Of(Delegate function)
    {
        if (!function.HasSingleTarget)
        {
            throw new CannotTravelException("function", SourceName(function.Method), function.GetType(), "it is a multicast delegate. Pass each of its functions by itself.");
        }

        return Known.GetOrAdd(function.Method, static method => new MethodReference(method, Describe(method)));
    }

    /// <summary>Finds the method in this process.</summary>
    /// <exception cref="ProtocolException">It is not here, or not in the same build.</exception>
    public static MethodReference Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessageReader(bytes);
        var module = ModuleReference.Read(ref reader);
        var method = Resolve(module, reader.ReadInt32(), reader.ReadInt32());
        if (reader.ReadString() is { } declaringType)
        {
            method = (MethodInfo)MethodBase.GetMethodFromHandle(method.MethodHandle, FindType(declaringType).TypeHandle)!;
        }

        var arguments = new Type[reader.ReadCount(sizeof(int))];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = FindType(reader.ReadString());
        }

        return new MethodReference(arguments.Length == 0 ? method : method.MakeGenericMethod(arguments), bytes);
    }

    /// <summary>The method.</summary>
    public MethodInfo Method => _method;

    public Delegate CreateDelegate(Type type, object? target) => Delegate.CreateDelegate(type, target, _method);

    /// <summary>The type's name, by which another process finds it.</summary>
    /// <exception cref="CannotTravelException">No name leads to it.</exception>
    public static string NameOf(Type type)
    {
        var name = type.AssemblyQualifiedName;
        if (name is null || type.Assembly.IsDynamic || type.Assembly.IsCollectible || Type.GetType(name) != type)
        {
            throw new CannotTravelException("type", type.Name, type, "it was made at run time or loaded by a context of its own, where a worker cannot find it. Use a type that the program refers to.");
        }

        return name;
    }

    public static Type FindType(string? name) =>
        Type.GetType(name ?? "") ?? throw new ProtocolException($"The type {name} is not in this process.");

    /// <summary>The name that the source has for it; empty for lambdas and local functions, whose names only the compiler knows.</summary>
    public static string SourceName(MethodInfo method) => method.Name.StartsWith('<') ? "" : method.Name;

    private static MethodInfo Resolve(Module module, int declaringType, int token)
    {
        try
        {
            return module.ResolveMethod(token) is MethodInfo method && method.DeclaringType?.MetadataToken == declaringType ? method
                : throw new ProtocolException($"{module} has no method {token:X8} in type {declaringType:X8}.");
        }
        catch (ArgumentException error)
        {
            throw new ProtocolException($"{module} has no method {token:X8}.", error);
        }
    }

    private static byte[] Describe(MethodInfo method)
    {
        if (method.DeclaringType is null || method.Module.Assembly.IsDynamic)
        {
            throw new CannotTravelException("function", SourceName(method), method.GetType(), "its code was made at run time. Use a function that was compiled with the program.");
        }

        var writer = new MessageWriter();
        var name = NameOf(method.DeclaringType); // Also to see that it has one.
        ModuleReference.Write(writer, method.Module);
        writer.WriteInt32(method.DeclaringType.MetadataToken);
        writer.WriteInt32(method.MetadataToken);
        writer.WriteString(method.DeclaringType.IsGenericType ? name : null);
        var arguments = method.IsGenericMethod ? method.GetGenericArguments() : [];
        writer.WriteInt32(arguments.Length);
        foreach (var argument in arguments)
        {
            writer.WriteString(NameOf(argument));
        }

        return writer.Written.ToArray();
    }
}
