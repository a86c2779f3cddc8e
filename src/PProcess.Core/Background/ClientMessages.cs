using System.Diagnostics.CodeAnalysis;
using PProcess.Framing;

namespace PProcess.Background;

/// <summary>The messages of one client for the function of a background process: one after another, each acknowledged when it is with the function's channel.</summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing.")]
internal sealed class ClientMessages(FrameWriter frames)
{
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly Lock _gate = new();

    // Guarded by _gate.
    private TaskCompletionSource<bool>? _posted;
    private bool _isClosed;

    /// <summary>Sends a message, behind those that were given up but have left.</summary>
    /// <returns>Whether the function takes it.</returns>
    public async Task<bool> SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await FinishAsync(cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                if (_isClosed)
                {
                    return false;
                }

                _posted = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            await frames.SendAsync(FrameKind.Post, FrameFlags.None, 0, message, CancellationToken.None).ConfigureAwait(false);
            return await FinishAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says that there will be no more, of any client.</summary>
    public async Task CompleteAsync()
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            frames.Write(FrameKind.End, FrameFlags.None, 0, []);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>The process has answered the last message.</summary>
    public void OnPosted(bool isAccepted)
    {
        TaskCompletionSource<bool>? posted;
        lock (_gate)
        {
            posted = _posted;
        }

        posted?.TrySetResult(isAccepted);
    }

    /// <summary>Nothing is taken any more.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        OnPosted(isAccepted: false);
    }

    private async ValueTask<bool> FinishAsync(CancellationToken cancellationToken)
    {
        Task<bool>? posted;
        lock (_gate)
        {
            posted = _posted?.Task;
        }

        return posted is null || await posted.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
