using System.Reflection;
using System.Text;

namespace PProcess.Framing;

/// <summary>The first bytes that a worker sends: who it is, before anything else is believed.</summary>
/// <remarks>Layout: magic (8), protocol version (4), the launch's ticket (16), module ids of this library (16) and of the program (16).</remarks>
internal static class Preamble
{
    public const int Size = 60;

    private const int Version = 1;
    private static readonly byte[] Magic = "PProcess"u8.ToArray();

    public static byte[] Create(Guid ticket)
    {
        var writer = new MessageWriter();
        writer.WriteBytes(Magic);
        writer.WriteInt32(Version);
        writer.WriteBytes(ticket.ToByteArray());
        writer.WriteBytes(ModuleId(typeof(Preamble).Assembly).ToByteArray());
        writer.WriteBytes(ModuleId(Assembly.GetEntryAssembly()).ToByteArray());
        return writer.Written.ToArray();
    }

    /// <summary>Tells whether the received bytes are the expected preamble, as far as they go.</summary>
    /// <exception cref="LaunchException">They are something else.</exception>
    public static void Check(ReadOnlySpan<byte> received, Guid ticket)
    {
        var expected = Create(ticket);
        var length = Math.Min(received.Length, Size);
        if (received[..length].SequenceEqual(expected.AsSpan(0, length)))
        {
            return;
        }

        var magic = Math.Min(length, Magic.Length);
        if (!received[..magic].SequenceEqual(Magic.AsSpan(0, magic)))
        {
            throw new LaunchException(
                $"The started process did not become a worker but ran the program, which printed \"{Printable(received)}\". {NotAWorker}");
        }

        throw new LaunchException(
            "The started process is another build of this program or of PProcess than the one that runs here " +
            "(was it rebuilt meanwhile?). Start the program anew.");
    }

    /// <summary>Why a started program may not have become a worker, and what to do.</summary>
    public const string NotAWorker =
        "Workers take over before Main through a .NET startup hook. If hooks are switched off (the property StartupHookSupport, " +
        "trimming, ahead-of-time compilation), switch them on or call WorkerHost.RunIfWorkerAsync() first thing in Main. " +
        "A program that calls it must do so whatever its arguments are, as workers are started without any, and print nothing before it, neither in module initializers nor in static constructors.";

    public static Guid ModuleId(Assembly? assembly) => assembly?.ManifestModule.ModuleVersionId ?? Guid.Empty;

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 80)]);
        return string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Trim();
    }
}
