using PProcess.Framing;

namespace PProcess.Background;

/// <summary>The first bytes that a client sends: who it is, before anything else is believed.</summary>
/// <remarks>Layout: magic (8), version of this exchange (4), role (4), module id of this library (16), build of the program (16).</remarks>
internal static class Greeting
{
    public const int Size = 48;

    private const int Version = 1;
    private static readonly byte[] Magic = "PPrcBack"u8.ToArray();

    public static byte[] Create(ClientRole role)
    {
        var writer = new MessageWriter();
        writer.WriteBytes(Magic);
        writer.WriteInt32(Version);
        writer.WriteInt32((int)role);
        writer.WriteBytes((role == ClientRole.Collect ? Preamble.ModuleId(typeof(Greeting).Assembly) : Guid.Empty).ToByteArray());
        writer.WriteBytes((role == ClientRole.Collect ? ProgramBuild.Id : Guid.Empty).ToByteArray());
        return writer.Written.ToArray();
    }

    /// <summary>Tells what the client wants, and whether it may, as far as the build goes.</summary>
    /// <exception cref="ProtocolException">The bytes are no greeting.</exception>
    public static (ClientRole Role, bool IsSameBuild) Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessageReader(bytes);
        if (!reader.ReadBytes(Magic.Length).SequenceEqual(Magic))
        {
            throw new ProtocolException("A client does not begin with a greeting.");
        }

        var isSameVersion = reader.ReadInt32() == Version;
        var role = (ClientRole)reader.ReadInt32();
        return role is ClientRole.Collect or ClientRole.Administer
            ? (role, isSameVersion && bytes.Span.SequenceEqual(Create(role)))
            : throw new ProtocolException($"A client wants {role}, which is nothing.");
    }
}
