using PProcess.Channels;

namespace PProcess;

/// <summary>A task that its starter talks to through a channel: what the function sends, and its return value as the last message.</summary>
public class ChannelTask : WorkerTask
{
    private readonly ChannelStream _stream;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Creates a task that has not been posted yet.</summary>
    /// <param name="invocation">What it runs.</param>
    public ChannelTask(Invocation invocation)
        : base(invocation)
    {
        _stream = new ChannelStream { Sharing = this };
        Channel = new ProcessChannel(_stream, this);
    }

    /// <summary>The host's end of the channel.</summary>
    public ProcessChannel Channel { get; }

    /// <summary>Ends when the function has returned; faults as it failed.</summary>
    public Task Completion => _completion.Task;

    internal override ChannelStream Stream => _stream;

    internal sealed override void OnResult(ReadOnlyMemory<byte> result, bool hasValue)
    {
        if (hasValue)
        {
            Channel.OnLastMessage(result.ToArray());
        }

        _stream.End(null);
        _completion.TrySetResult();
        Channel.OnEnded();
    }

    /// <inheritdoc/>
    protected override void OnFailed(Exception exception)
    {
        _stream.End(exception);
        _completion.TrySetException(exception);
        _ = _completion.Task.Exception; // Whoever receives is told; nobody needs to await the completion as well.
        Channel.OnEnded();
    }

    /// <summary>Posts the task nowhere by itself: a returned channel has failed, unless a scheduler overrides this.</summary>
    protected override void OnReturned() => OnFailed(StartFailure ?? new LaunchException("The worker ended before the function began."));
}
