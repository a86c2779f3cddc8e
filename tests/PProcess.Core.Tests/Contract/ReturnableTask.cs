namespace PProcess.Core.Tests.Contract;

/// <summary>A task that says when it has been returned.</summary>
internal sealed class ReturnableTask(Invocation invocation) : ChannelTask(invocation)
{
    private readonly TaskCompletionSource _returned = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Returned => _returned.Task;

    protected override void OnReturned() => _returned.SetResult();
}
