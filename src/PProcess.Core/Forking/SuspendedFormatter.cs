using System.Reflection;
using System.Runtime.CompilerServices;
using MessagePack;
using MessagePack.Formatters;
using PProcess.Serialization;

namespace PProcess.Forking;

/// <summary>Carries a suspended method as the values of its parameters, its locals and its state.</summary>
internal sealed class SuspendedFormatter<TStateMachine> : IMessagePackFormatter<Suspended<TStateMachine>>
{
    private readonly (CarriedField Field, string Kind)[] _fields = [.. StateMachine<TStateMachine>.Carried.Select(field => (CarriedField.Create(field), KindOf(field)))];

    public void Serialize(ref MessagePackWriter writer, Suspended<TStateMachine> value, MessagePackSerializerOptions options)
    {
        object owner = value.Method!;
        var graph = ObjectGraph.Current;
        foreach (var (field, kind) in _fields)
        {
            if (field.IsTransparent)
            {
                field.Write(ref writer, owner, options);
            }
            else
            {
                graph.Enter(kind, field.Name);
                field.Write(ref writer, owner, options);
                graph.Leave();
            }
        }
    }

    public Suspended<TStateMachine> Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        var owner = RuntimeHelpers.GetUninitializedObject(typeof(TStateMachine));
        foreach (var (field, _) in _fields)
        {
            field.Read(ref reader, owner, options);
        }

        return new((TStateMachine)owner);
    }

    private static string KindOf(FieldInfo field) => field.Name switch
    {
        _ when field.Name.EndsWith("__this", StringComparison.Ordinal) => "object",
        ['<', ..] => ObjectGraph.LocalKind,
        _ => "parameter",
    };
}
