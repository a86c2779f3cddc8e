using System.Text;
using System.Text.Json;
using PProcess.Framing;
using PProcess.Launching;

namespace PProcess.Background;

/// <summary>What one can do with background processes from outside, from whatever program: everything is text.</summary>
internal static class Administration
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    /// <summary>Asks a listed process for its state.</summary>
    public static async Task<BackgroundStatus> AskAsync(BackgroundStatus known, CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(new Address(known.Address), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is AddressUnreachableException or IOException)
        {
            return known with { State = IsLeftBehind(new Address(known.Address)) ? BackgroundState.Stale : BackgroundState.Silent };
        }
    }

    /// <summary>Asks the process at an address for its state.</summary>
    /// <exception cref="AddressUnreachableException">There is none, or it does not answer.</exception>
    public static async Task<BackgroundStatus> AskAsync(Address address, CancellationToken cancellationToken)
    {
        var connection = await ClientConnection.OpenAsync(address, ClientRole.Administer, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var messages = new MessageAssembler();
            var answer = new TaskCompletionSource<byte[]?>(TaskCreationOptions.RunContinuationsAsynchronously);
            connection.Start(
                frame =>
                {
                    if (frame.Kind == FrameKind.Status && messages.TryComplete(frame, out var message))
                    {
                        answer.TrySetResult(message.ToArray());
                    }

                    return ValueTask.CompletedTask;
                },
                _ => answer.TrySetResult(null));
            connection.Frames.Write(FrameKind.Status, FrameFlags.None, 0, []);
            try
            {
                var text = await answer.Task.WaitAsync(AnswerTime, cancellationToken).ConfigureAwait(false);
                return JsonSerializer.Deserialize<BackgroundStatus>(text ?? "null"u8) ?? throw new JsonException("It has ended.");
            }
            catch (Exception error) when (error is TimeoutException or JsonException)
            {
                throw new AddressUnreachableException($"Background process {connection.ProcessId} at {address} does not tell its state: {error.Message}", error);
            }
        }
    }

    /// <summary>Ends the process at an address: asks it, and kills it where it does not obey.</summary>
    /// <exception cref="AddressUnreachableException">There is none.</exception>
    public static async Task StopAsync(Address address, CancellationToken cancellationToken)
    {
        var processId = await ClientConnection.FindListenerAsync(address).ConfigureAwait(false);
        if (!await TryStopAsync(address, cancellationToken).ConfigureAwait(false) && processId is { } stubborn)
        {
            Platform.Current.Kill(stubborn);
        }

        await WaitUntilGoneAsync(address, cancellationToken).ConfigureAwait(false);
        await RemoveStaleAsync(address).ConfigureAwait(false);
    }

    /// <summary>Shows the results of the process at an address as lines of JSON.</summary>
    public static async IAsyncEnumerable<string> WatchAsync(Address address, bool takes, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await ClientConnection.OpenAsync(address, ClientRole.Administer, cancellationToken).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            var messages = new MessageAssembler();
            using var shown = new ShownLines();
            var hasEnded = false;
            connection.Start(
                frame =>
                {
                    if (frame.Kind == FrameKind.Shown && messages.TryComplete(frame, out var message))
                    {
                        return shown.AddAsync(frame.Id, message.ToArray());
                    }

                    if (frame.Kind == FrameKind.End)
                    {
                        hasEnded = true;
                        shown.Complete(null);
                    }

                    return ValueTask.CompletedTask;
                },
                shown.Complete);
            connection.Frames.Write(takes ? FrameKind.Want : FrameKind.Watch, FrameFlags.None, 0, []);
            await foreach (var (number, text) in shown.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return Encoding.UTF8.GetString(text);
                if (takes)
                {
                    connection.Frames.Write(FrameKind.Taken, FrameFlags.None, number, []);
                    connection.Frames.Write(FrameKind.Want, FrameFlags.None, 0, []);
                }
            }

            if (!hasEnded)
            {
                throw new WorkerExitedException(connection.ProcessId, ExitStatus.Unknown, "");
            }
        }
    }

    /// <summary>Removes the files of a process that is gone; leaves those of one that is there.</summary>
    /// <returns>Whether there was anything to remove.</returns>
    public static async Task<bool> RemoveStaleAsync(Address address)
    {
        try
        {
            var hasSocket = UnixFile.Look(address.Path) is { IsSocket: true };
            if (AddressLock.TryTake(address, creates: hasSocket) is { } taken)
            {
                using (taken)
                {
                    if (!hasSocket || await ClientConnection.FindListenerAsync(address).ConfigureAwait(false) is null)
                    {
                        taken.RemoveSocket();
                    }

                    taken.RemoveFile();
                }
            }
            else if (UnixFile.Look(address.LockPath) is not null)
            {
                return false; // Its process lives.
            }

            return Registry.Remove(address.Path) || hasSocket;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PProcessException)
        {
            return false; // It is not this user's to remove.
        }
    }

    private static bool IsLeftBehind(Address address)
    {
        try
        {
            return !AddressLock.IsTaken(address);
        }
        catch (IOException)
        {
            return false; // Something stands in the way: what is there cannot be told.
        }
    }

    private static async Task WaitUntilGoneAsync(Address address, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (AddressLock.IsTaken(address) && TimeProvider.System.GetElapsedTime(start) < StopTime)
        {
            await Task.Delay(LookInterval, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<bool> TryStopAsync(Address address, CancellationToken cancellationToken)
    {
        try
        {
            var connection = await ClientConnection.OpenAsync(address, ClientRole.Administer, cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                connection.Start(_ => ValueTask.CompletedTask, _ => { });
                connection.Frames.Write(FrameKind.Stop, FrameFlags.None, 0, []);
                return await connection.HasClosedWithinAsync(StopTime).ConfigureAwait(false);
            }
        }
        catch (AddressUnreachableException) when (AddressLock.IsTaken(address))
        {
            return false; // It holds the address and does not answer.
        }
    }
}
