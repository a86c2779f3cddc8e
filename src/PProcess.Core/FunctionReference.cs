using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using PProcess.Forking;
using PProcess.Framing;
using PProcess.Functions;
using PProcess.Serialization;
using PProcess.Sharing;

namespace PProcess;

/// <summary>A function as it travels: which one it is, and the variables it has captured, taken at the moment of creation.</summary>
/// <remarks>Immutable and thread-safe. A worker receives it once, however many tasks call it there.</remarks>
public sealed class FunctionReference
{
    private const byte Unbound = 0;
    private const byte BoundToNothing = 1;
    private const byte Bound = 2;

    private static readonly ConcurrentDictionary<(MethodInfo Method, Type Type), FunctionReference> Stateless = [];
    private static uint _lastId;

    // The compiler makes one delegate of a function that captures nothing: who starts it again and again gives the same.
    [ThreadStatic]
    private static LastUsed? _last;

    private FunctionTraits? _traits;

    private FunctionReference(Delegate function)
    {
        Method = function.Method;
        Signature = Signature.Of(function);
        (Definition, Shared) = Define(function);
        IsStateless = !HasState(function.Target);
        EndsWorker = ForkedMethod.IsRunBy(function);
        Id = Interlocked.Increment(ref _lastId);
    }

    internal MethodInfo Method { get; }

    internal Signature Signature { get; }

    /// <summary>The name that this process has for it on all its connections.</summary>
    internal uint Id { get; }

    internal ReadOnlyMemory<byte> Definition { get; }

    /// <summary>The shared memory that its captured variables refer to; null for none.</summary>
    internal IReadOnlyList<SharedPart>? Shared { get; }

    /// <summary>Whether it has captured nothing, so that it stays known to a worker for good.</summary>
    internal bool IsStateless { get; }

    /// <summary>Whether it is called once only, so that a worker can drop it at once.</summary>
    internal bool IsForOneCall { get; private init; }

    /// <summary>Whether the function returns a stream: an <see cref="IAsyncEnumerable{T}"/>.</summary>
    public bool IsStream => Traits.IsStream;

    /// <summary>Whether the function takes a channel, through which it sends what it has to say.</summary>
    public bool TakesChannel => Traits.TakesChannel;

    /// <summary>Whether the process ends with the function: it was created for the rest of a method.</summary>
    internal bool EndsWorker { get; }

    /// <summary>Whether the function can be asked to end: it has a token or a channel, or is a stream.</summary>
    internal bool CanBeTold => IsStream || TakesChannel || Traits.TakesToken;

    // Looked up when first asked for: reflection costs more than most calls.
    private FunctionTraits Traits => _traits ??= FunctionTraits.Of(Method);

    /// <summary>Takes a function and the values of the variables it has captured.</summary>
    /// <param name="function">Any compiled function: static or instance method, lambda, local function; sync, async or a stream.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="CannotTravelException">The function or a captured variable cannot be carried to another process.</exception>
    public static FunctionReference Of(Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (!HasState(function.Target))
        {
            var key = (function.Method, function.GetType());
            return Stateless.TryGetValue(key, out var known)
                ? known
                : Stateless.GetOrAdd(key, new FunctionReference(function));
        }

        return new FunctionReference(function);
    }

    /// <summary>Takes a function for a single call.</summary>
    internal static FunctionReference ForOneCall(Delegate function)
    {
        ArgumentNullException.ThrowIfNull(function);
        if (_last is { } last && last.Function == (object)function)
        {
            return last.Reference;
        }

        if (HasState(function.Target))
        {
            return new FunctionReference(function) { IsForOneCall = true };
        }

        var reference = Of(function);
        _last = new LastUsed(function, reference);
        return reference;
    }

    /// <summary>Makes the function again from its definition, in a worker.</summary>
    internal static Delegate Restore(ReadOnlyMemory<byte> definition)
    {
        var reader = new MessageReader(definition);
        var method = MethodReference.Read(reader.ReadBlock().ToArray());
        var type = reader.ReadString() is { } name ? MethodReference.FindType(name) : DelegateTypes.Of(method.Method) ?? throw new ProtocolException($"No function type follows from {method.Method}.");
        using var functions = FunctionScope.Open();
        var target = reader.ReadByte() switch
        {
            Unbound => null,
            BoundToNothing => RuntimeHelpers.GetUninitializedObject(reader.ReadString() is { } targetName ? MethodReference.FindType(targetName) : method.Method.DeclaringType!),
            _ => MessagePackObjectSerializer.Instance.ReadTarget(ref reader),
        };
        return method.CreateDelegate(type, target);
    }

    private static (byte[] Definition, IReadOnlyList<SharedPart>? Shared) Define(Delegate function)
    {
        var writer = new MessageWriter { AllowsShared = true };
        var type = function.GetType();
        writer.WriteBlock(MethodReference.Of(function).Bytes.Span);
        writer.WriteString(DelegateTypes.Of(function.Method) == type ? null : MethodReference.NameOf(type)); // What follows from the method need not be named.
        if (function.Target is not { } target)
        {
            writer.WriteByte(Unbound);
        }
        else if (!HasState(target))
        {
            writer.WriteByte(BoundToNothing);
            writer.WriteString(target.GetType() == function.Method.DeclaringType ? null : MethodReference.NameOf(target.GetType()));
        }
        else
        {
            writer.WriteByte(Bound);
            using var functions = FunctionScope.Open();
            MessagePackObjectSerializer.Instance.WriteTarget(writer, target);
        }

        return (writer.Written.ToArray(), writer.Shared);
    }

    // Lambdas that capture nothing are bound to an object without fields.
    private static bool HasState(object? target) =>
        target is not null && !(TravellingType.IsCarriedByFields(target.GetType()) && !TravellingType.FieldsOf(target.GetType()).Any());

    private sealed record LastUsed(Delegate Function, FunctionReference Reference);
}
