using System.Reflection;
using PProcess.Framing;

namespace PProcess.Serialization;

/// <summary>Writes and reads values of one static type, which both sides know: no type name is ever on the wire.</summary>
/// <remarks>
/// Primitives, decimals, enumerations, strings and buffers of primitives go directly; everything else goes through
/// <see cref="IObjectSerializer"/>, whose machinery costs a cold worker tens of milliseconds.
/// </remarks>
/// <typeparam name="T">The static type.</typeparam>
internal abstract class ValueCodec<T>
{
    public static readonly ValueCodec<T> Default = Create();

    public abstract void Write(MessageWriter writer, T value);

    public abstract T Read(ref MessageReader reader);

    private static ValueCodec<T> Create()
    {
        var type = typeof(T);
        object codec = type switch
        {
            _ when TravellingType.IsNumber(type) || type.IsEnum => new PrimitiveCodec<T>(),
            _ when type == typeof(decimal) => new DecimalCodec(),
            _ when type == typeof(string) => new StringCodec(),
            _ when type == typeof(Memory<byte>) => new ByteMemoryCodec(),
            _ when type == typeof(ReadOnlyMemory<byte>) => new ReadOnlyByteMemoryCodec(),
            _ when type.IsSZArray && type.GetElementType() is { } element && TravellingType.IsNumber(element) => ForArrayOf(element),
            _ when TravellingType.IsSharedBuffer(type) => Activator.CreateInstance(typeof(SharedBufferCodec<>).MakeGenericType(type.GetGenericArguments()))!,
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IEnumerable<>) => Activator.CreateInstance(typeof(SequenceCodec<>).MakeGenericType(type.GetGenericArguments()))!,
            _ => new ObjectCodec<T>(MessagePackObjectSerializer.Instance),
        };
        return (ValueCodec<T>)codec;
    }

    private static object ForArrayOf(Type element) =>
        Activator.CreateInstance(typeof(PrimitiveArrayCodec<>).MakeGenericType(element), BindingFlags.Instance | BindingFlags.Public, null, null, null)!;
}
