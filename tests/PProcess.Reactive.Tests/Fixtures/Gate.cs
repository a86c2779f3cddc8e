using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;

namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>Where functions wait, in whatever process they run, until the test lets them go on.</summary>
/// <remarks>A function captures the <see cref="Address"/> and calls <see cref="PassAsync"/> with a number of its own.</remarks>
internal sealed class Gate : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<Visit>> _visits = [];
    private readonly Channel<Visit> _arrivals = Channel.CreateUnbounded<Visit>();
    private readonly Task _accepting;
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private int _inside;
    private bool _isOpen;

    public Gate()
    {
        Address = Path.Combine(Path.GetTempPath(), $"gate-{Guid.NewGuid():N}");
        _listener.Bind(new UnixDomainSocketEndPoint(Address));
        _listener.Listen(512);
        _accepting = Task.Run(AcceptAsync);
    }

    public string Address { get; }

    /// <summary>How many functions have waited at a time.</summary>
    public int Most { get; private set; }

    /// <summary>Which functions have come.</summary>
    public IEnumerable<int> Arrived => _visits.Where(visit => visit.Value.Task.IsCompleted).Select(visit => visit.Key);

    /// <summary>Waits at the gate. Run by functions.</summary>
    public static async Task<int> PassAsync(string address, int number, CancellationToken cancellationToken = default)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(address), cancellationToken);
        byte[] message = [.. BitConverter.GetBytes(number), .. BitConverter.GetBytes(Environment.ProcessId)];
        await socket.SendAsync(message, cancellationToken);
        return await socket.ReceiveAsync(new byte[1], cancellationToken) == 1 ? number : throw new InvalidOperationException("The gate has gone.");
    }

    /// <summary>Waits until the function with this number has come.</summary>
    public Task<Visit> ArrivedAsync(int number) => Expected(number).Task.InTimeAsync();

    /// <summary>Waits for the next function to come, whichever it is.</summary>
    public async Task<Visit> NextAsync() => await _arrivals.Reader.ReadAsync(TestDeadline.Token);

    /// <summary>Lets everyone go on, and whoever comes from now on.</summary>
    public void OpenForAll()
    {
        lock (_gate)
        {
            _isOpen = true;
        }

        foreach (var visit in Visits)
        {
            visit.Open();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        File.Delete(Address);
        foreach (var visit in Visits)
        {
            visit.Dispose();
        }
    }

    private IEnumerable<Visit> Visits => _visits.Values.Where(visit => visit.Task.IsCompleted).Select(visit => visit.Task.Result);

    private TaskCompletionSource<Visit> Expected(int number) => _visits.GetOrAdd(number, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await EnterAsync(await _listener.AcceptAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The gate is being taken down.
        }
    }

    private async Task EnterAsync(Socket socket)
    {
        var message = new byte[2 * sizeof(int)];
        using (var stream = new NetworkStream(socket))
        {
            if (await stream.ReadAtLeastAsync(message, message.Length, throwOnEndOfStream: false) < message.Length)
            {
                return; // Ended before it could say who it is.
            }
        }

        var visit = new Visit(socket, BitConverter.ToInt32(message, sizeof(int)), Leave);
        bool isOpen;
        lock (_gate)
        {
            Most = Math.Max(Most, ++_inside);
            isOpen = _isOpen;
        }

        Expected(BitConverter.ToInt32(message)).TrySetResult(visit);
        _arrivals.Writer.TryWrite(visit);
        if (isOpen)
        {
            visit.Open();
        }
    }

    private void Leave()
    {
        lock (_gate)
        {
            _inside--;
        }
    }
}
