using System.Reflection;
using PProcess.Framing;

namespace PProcess.Background;

/// <summary>What a process that is to live in the background is told: where, what, and how.</summary>
internal sealed record BackgroundRequest(Address Address, string Function, byte[] Definition, byte[] Arguments, Tail? Tail, BackgroundOptions Options)
{
    /// <exception cref="CannotTravelException">The invocation needs its creator.</exception>
    public static BackgroundRequest Of(Address address, Invocation invocation, BackgroundOptions options) => invocation.Shared is null && invocation.Function.Shared is null
        ? new(address, NameOf(invocation.Function.Method), invocation.Function.Definition.ToArray(), invocation.Arguments.ToArray(), invocation.Tail, options)
        : throw new CannotTravelException("shared buffer", "", typeof(SharedBuffer<>), "a background process may outlive its owner. Send a copy of its values.");

    public static BackgroundRequest Read(ReadOnlyMemory<byte> message)
    {
        var reader = new MessageReader(message);
        return new BackgroundRequest(
            new Address(reader.ReadString()!),
            reader.ReadString()!,
            reader.ReadBlock().ToArray(),
            reader.ReadBlock().ToArray(),
            ReadTail(ref reader),
            new BackgroundOptions
            {
                NeverCollectedFor = new TimeSpan(BitConverter.ToInt64(reader.ReadBytes(sizeof(long)))),
                WaitingBytes = BitConverter.ToInt64(reader.ReadBytes(sizeof(long))),
                WaitingResults = reader.ReadInt32(),
                AwaitsClient = reader.ReadByte() != 0,
            });
    }

    public byte[] ToArray()
    {
        var writer = new MessageWriter();
        writer.WriteString(Address.Path);
        writer.WriteString(Function);
        writer.WriteBlock(Definition);
        writer.WriteBlock(Arguments);
        writer.WriteInt32((int)(Tail?.Kind ?? TypeCode.Empty));
        writer.WriteBlock(Tail is null ? default : Tail.Bytes.Span);
        writer.WriteBytes(BitConverter.GetBytes(Options.NeverCollectedFor.Ticks));
        writer.WriteBytes(BitConverter.GetBytes(Options.WaitingBytes));
        writer.WriteInt32(Options.WaitingResults);
        writer.WriteByte(Options.AwaitsClient ? (byte)1 : (byte)0);
        return writer.Written.ToArray();
    }

    private static Tail? ReadTail(ref MessageReader reader)
    {
        var kind = (TypeCode)reader.ReadInt32();
        var bytes = reader.ReadBlock().ToArray();
        return kind == TypeCode.Empty ? null : new Tail(kind, bytes);
    }

    // Lambdas and local functions have names that only the compiler knows: <Method>g__Name|0_0 says the method and the name.
    private static string NameOf(MethodInfo method)
    {
        var type = method.DeclaringType;
        while (type is { DeclaringType: { } outer } && type.Name.StartsWith('<'))
        {
            type = outer;
        }

        var name = method.Name.StartsWith('<') ? method.Name[1..].Split(">g__", 2) : [method.Name];
        return name.Length == 2 ? $"{type?.Name}.{name[0]}.{name[1].Split('|')[0]}" : $"{type?.Name}.{name[0].Split('>')[0]}";
    }
}
