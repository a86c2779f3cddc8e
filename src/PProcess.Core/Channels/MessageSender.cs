using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using PProcess.Framing;
using PProcess.Serialization;
using PProcess.Sharing;

namespace PProcess.Channels;

/// <summary>Sends whole messages, each four bytes of length and a body, one after another.</summary>
/// <remarks>Thread-safe. Without a state machine where nothing has to be waited for: a cold worker would have to compile a part of it first.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for has nothing to free.")]
internal sealed class MessageSender(ChannelStream stream)
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    // Known to who has the turn.
    private bool _isCut;
    private bool _isComplete;

    /// <summary>Sends a message; waits while the receiver is too far behind.</summary>
    /// <exception cref="CannotTravelException">The message cannot be carried to another process.</exception>
    /// <exception cref="ChannelClosedException">The other end is gone, or this one has said that nothing more will be sent.</exception>
    public ValueTask SendAsync<T>(T message, CancellationToken cancellationToken)
    {
        var writer = new MessageWriter { AllowsShared = stream.Sharing is not null };
        try
        {
            writer.WriteInt32(0);
            TypedValue.Write(writer, message);
            writer.PatchInt32(0, writer.Length - sizeof(int));
        }
        catch (Exception error)
        {
            return ValueTask.FromException(error);
        }

        return SendAsync(writer, cancellationToken);
    }

    /// <summary>Says behind the messages that nothing more will be sent.</summary>
    public async ValueTask CompleteAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await stream.EndOutputAsync().ConfigureAwait(false);
            _isComplete = true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private ValueTask SendAsync(MessageWriter message, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested || !_turn.Wait(0, CancellationToken.None))
        {
            return WaitAndSendAsync(message, cancellationToken);
        }

        var before = stream.BytesSent;
        var sending = Begin(message, cancellationToken);
        if (!sending.IsCompletedSuccessfully)
        {
            return FinishAsync(sending, before);
        }

        _turn.Release();
        return ValueTask.CompletedTask;
    }

    private async ValueTask WaitAndSendAsync(MessageWriter message, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        var before = stream.BytesSent;
        await FinishAsync(Begin(message, cancellationToken), before).ConfigureAwait(false);
    }

    private ValueTask Begin(MessageWriter message, CancellationToken cancellationToken)
    {
        try
        {
            return _isCut ? throw new InvalidOperationException("An earlier message was cancelled after a part of it had left, so nothing can be sent behind it. Dispose the channel.")
                : _isComplete ? throw new ChannelClosedException("Nothing can be sent behind CompleteAsync, which says that nothing more will be.")
                : message.Shared is { } shared ? OfferAndSendAsync(message, shared, cancellationToken)
                : stream.SendAsync(message.Written, startsMessage: true, cancellationToken);
        }
        catch (Exception error)
        {
            return ValueTask.FromException(error);
        }
    }

    private async ValueTask OfferAndSendAsync(MessageWriter message, IReadOnlyList<SharedPart> shared, CancellationToken cancellationToken)
    {
        await stream.OfferAsync(shared, cancellationToken).ConfigureAwait(false);
        await stream.SendAsync(message.Written, startsMessage: true, cancellationToken).ConfigureAwait(false);
    }

    // Gives the turn back.
    private async ValueTask FinishAsync(ValueTask sending, long before)
    {
        try
        {
            await sending.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _isCut = stream.BytesSent != before && !stream.IsEnded; // Whose end may be a cancellation as well, and says enough.
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }
}
