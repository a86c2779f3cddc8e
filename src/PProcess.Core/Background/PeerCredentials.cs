using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PProcess.Background;

/// <summary>Who is at the other end of a connection, as the operating system says.</summary>
internal readonly partial record struct PeerCredentials(int ProcessId, uint UserId)
{
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;
    private const int LocalLevel = 0;
    private const int PeerProcessOption = 2;

    public bool IsThisUser => UserId == UnixFile.UserId;

    /// <summary>Asks who is at the other end.</summary>
    /// <exception cref="SocketException">The system does not say.</exception>
    public static PeerCredentials Of(Socket socket)
    {
        if (OperatingSystem.IsMacOS())
        {
            Span<byte> processId = stackalloc byte[sizeof(int)];
            socket.GetRawSocketOption(LocalLevel, PeerProcessOption, processId);
            return GetPeer((int)socket.Handle, out var user, out _) == 0
                ? new PeerCredentials(MemoryMarshal.Read<int>(processId), user)
                : throw new SocketException(Marshal.GetLastPInvokeError());
        }

        Span<byte> credentials = stackalloc byte[3 * sizeof(int)];
        socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials);
        return new PeerCredentials(MemoryMarshal.Read<int>(credentials), MemoryMarshal.Read<uint>(credentials[sizeof(int)..]));
    }

    [LibraryImport("libc", EntryPoint = "getpeereid", SetLastError = true)]
    private static partial int GetPeer(int socket, out uint user, out uint group);
}
