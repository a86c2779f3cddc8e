using Microsoft.Win32.SafeHandles;
using PProcess.Framing;
using PProcess.Launching;
using PProcess.Serialization;

namespace PProcess.Background;

/// <summary>The start of a background process, in that process: takes the address, lets go of who started it, says so, and serves.</summary>
internal static class BackgroundHost
{
    /// <summary>Ends with the process.</summary>
    /// <param name="request">What it is to do.</param>
    /// <param name="frames">Leads to who started it.</param>
    /// <param name="host">Both ways to who started it.</param>
    public static void Run(BackgroundRequest request, FrameWriter frames, SafeFileHandle[] host)
    {
        // Blocking, so that the function runs on the main thread, as in any worker.
        if (PrepareAsync(request, frames, host).GetAwaiter().GetResult() is { } server)
        {
            Array.ForEach(host, handle => handle.Dispose());
            server.RunAsync().GetAwaiter().GetResult();
        }

        Platform.Current.ExitNow(1);
    }

    private static async Task<BackgroundServer?> PrepareAsync(BackgroundRequest request, FrameWriter frames, SafeFileHandle[] host)
    {
        BackgroundSocket? socket = null;
        try
        {
            SentTypes.Keep();
            socket = await BackgroundSocket.OpenAsync(request.Address).ConfigureAwait(false);
            _ = ProgramBuild.Id; // As it is now, not after the program has been built anew.
            AppDomain.CurrentDomain.ProcessExit += (_, _) => socket.Remove(); // SIGTERM, or the function exits by itself.
            var server = new BackgroundServer(request, socket);
            Registry.Add(server.CreateStatus());
            Detachment.Run(host);
            frames.Write(FrameKind.Welcome, FrameFlags.None, 0, BitConverter.GetBytes(Environment.ProcessId));
            return server;
        }
        catch (Exception error)
        {
            // Whatever it is: there is one who waits to be told.
            socket?.Remove();
            var refusal = new MessageWriter();
            refusal.WriteByte((byte)(error is AddressInUseException ? RefusalReason.InUse : RefusalReason.Failed));
            refusal.WriteString(error is PProcessException or IOException ? error.Message : $"{error.GetType()}: {error.Message}");
            frames.Write(FrameKind.Refused, FrameFlags.None, 0, refusal.Written.Span);
            return null;
        }
    }
}
