using PProcess.Framing;
using PProcess.Workers;

namespace PProcess.Background;

/// <summary>The start of a background process, seen from who starts it.</summary>
internal static class BackgroundStart
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ExitTime = TimeSpan.FromSeconds(1);

    /// <summary>Starts the process, and waits until it can be reached.</summary>
    /// <returns>The process.</returns>
    public static async Task<int> RunAsync(BackgroundRequest request, CancellationToken cancellationToken)
    {
        request.Address.CheckDirectory();
        cancellationToken.ThrowIfCancellationRequested();
        var ticket = new LaunchTicket(new WorkerOptions());
        var process = Launcher.LocalProcess.Launch(ticket);
        await using (process.ConfigureAwait(false))
        {
            try
            {
                await TalkAsync(process, ticket, request).WaitAsync(AnswerTime, cancellationToken).ConfigureAwait(false);
                return process.ProcessId;
            }
            catch (Exception error)
            {
                await EndAsync(process).ConfigureAwait(false);
                if (error is not AddressInUseException)
                {
                    await Administration.RemoveStaleAsync(request.Address).ConfigureAwait(false);
                }

                if (error is TimeoutException)
                {
                    throw new LaunchException($"The background process {process.ProcessId} could not be reached within {AnswerTime.TotalSeconds} s.", error);
                }

                throw;
            }
        }
    }

    private static async Task TalkAsync(LaunchedProcess process, LaunchTicket ticket, BackgroundRequest request)
    {
        var output = new WorkerOutput(process, ticket, AnswerTime);
        await output.ShakeHandsAsync().ConfigureAwait(false);
        var frames = new FrameWriter(bytes => process.Input.WriteAsync(bytes));
        frames.WriteMessage(FrameKind.Background, 0, request.ToArray());
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reading = output.ReadAsync(frame => Handle(frame, answer));
        await Task.WhenAny(answer.Task, reading).ConfigureAwait(false);
        if (!answer.Task.IsCompleted)
        {
            await Task.WhenAny(process.Exited, Task.Delay(ExitTime)).ConfigureAwait(false);
            var text = await process.ReadStandardErrorAsync().ConfigureAwait(false);
            throw new LaunchException($"The background process {process.ProcessId} ended before it could be reached. {text}");
        }

        await answer.Task.ConfigureAwait(false);
        await Task.WhenAny(reading, Task.Delay(ExitTime)).ConfigureAwait(false); // Until it has let go of this process as well.
    }

    private static void Handle(Frame frame, TaskCompletionSource answer)
    {
        if (frame.Kind == FrameKind.Welcome)
        {
            answer.TrySetResult();
            return;
        }

        var reader = new MessageReader(frame.Kind == FrameKind.Refused ? frame.Body : throw new ProtocolException($"A background process does not begin with a {frame.Kind} frame."));
        var reason = (RefusalReason)reader.ReadByte();
        var text = reader.ReadString() ?? "";
        answer.TrySetException(reason == RefusalReason.InUse ? new AddressInUseException(text) : new LaunchException(text));
    }

    // Given up, it must not come to life later, nor leave anything.
    private static async Task EndAsync(LaunchedProcess process)
    {
        await Task.WhenAny(process.Exited, Task.Delay(process.HasExited ? ExitTime : TimeSpan.Zero)).ConfigureAwait(false);
        process.Kill();
        await process.Exited.ConfigureAwait(false);
    }
}
