using System.Runtime.CompilerServices;
using MessagePack;
using MessagePack.Formatters;

namespace PProcess.Serialization;

/// <summary>Carries an object as the values of its fields, those of its base types first; no constructor runs.</summary>
/// <remarks>
/// On the wire: nil, the number of an object that was written before, or an array of the fields' values. Both sides
/// run the same build of the program, so the order of the fields is the same. Fields marked
/// <see cref="NonSerializedAttribute"/> arrive with their default.
/// </remarks>
internal sealed class FieldFormatter<T> : IMessagePackFormatter<T?>
{
    private readonly CarriedField[] _fields = [.. TravellingType.FieldsOf(typeof(T)).Select(CarriedField.Create)];
    private readonly bool _isTracked;
    private readonly string _kind = TravellingType.IsClosure(typeof(T)) ? ObjectGraph.CapturedKind : "member";

    /// <summary>Creates a formatter that numbers objects only where cycles are possible.</summary>
    public FieldFormatter()
        : this(TravellingType.CanReachItself(typeof(T)))
    {
    }

    /// <summary>Creates a formatter that numbers objects or not.</summary>
    public FieldFormatter(bool isTracked) => _isTracked = isTracked;

    /// <summary>Whether objects of this type are nothing but their fields.</summary>
    public static bool CanCarry { get; } = TravellingType.IsCarriedByFields(typeof(T));

    public void Serialize(ref MessagePackWriter writer, T? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        Refusal.ThrowIfDerived<T>(value.GetType());
        var graph = ObjectGraph.Current;
        if (_isTracked && graph.WasWritten(value, out var number))
        {
            writer.WriteInt32(number);
            return;
        }

        graph.Descend(typeof(T));
        RuntimeHelpers.EnsureSufficientExecutionStack();
        writer.WriteArrayHeader(_fields.Length);
        object owner = value;
        foreach (var field in _fields)
        {
            if (field.IsTransparent)
            {
                field.Write(ref writer, owner, options);
            }
            else
            {
                graph.Enter(_kind, field.Name);
                field.Write(ref writer, owner, options);
                graph.Leave();
            }
        }

        graph.Ascend();
    }

    public T? Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        if (reader.TryReadNil())
        {
            return default;
        }

        if (reader.NextMessagePackType == MessagePackType.Integer)
        {
            return ObjectGraph.Current.Get(reader.ReadInt32()) is T known
                ? known
                : throw new MessagePackSerializationException($"An object referred to is not a {typeof(T)}.");
        }

        options.Security.DepthStep(ref reader);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (reader.ReadArrayHeader() != _fields.Length)
        {
            throw new MessagePackSerializationException($"{typeof(T)} has {_fields.Length} fields.");
        }

        var owner = RuntimeHelpers.GetUninitializedObject(typeof(T));
        if (_isTracked)
        {
            ObjectGraph.Current.Add(owner);
        }

        foreach (var field in _fields)
        {
            field.Read(ref reader, owner, options);
        }

        reader.Depth--;
        return (T)owner;
    }
}
