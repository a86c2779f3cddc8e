using PProcess.Reactive.Mappings;
using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Mappings;

public class AsyncSignalTests
{
    private readonly AsyncSignal _signal = new();

    [Fact]
    public void WaitAsync_SetBefore_HasCompleted()
    {
        _signal.Set();

        Assert.True(_signal.WaitAsync().AsTask().IsCompletedSuccessfully);
    }

    [Fact]
    public void WaitAsync_SetTwiceBefore_IsOneSignal()
    {
        _signal.Set();
        _signal.Set();

        Assert.True(_signal.WaitAsync().AsTask().IsCompleted);
        Assert.False(_signal.WaitAsync().AsTask().IsCompleted);
    }

    [ProcessFact]
    public async Task WaitAsync_SetLater_Completes()
    {
        var wait = _signal.WaitAsync().AsTask();
        Assert.False(wait.IsCompleted);

        _signal.Set();

        await wait.InTimeAsync();
    }

    [ProcessFact]
    public async Task Set_FromAnotherThread_LastSignalIsNotLost()
    {
        const int Rounds = 20_000;
        var count = 0;
        var setter = Task.Run(() =>
        {
            for (var i = 0; i < Rounds; i++)
            {
                Interlocked.Increment(ref count);
                _signal.Set();
            }
        }, TestDeadline.Token);

        while (Volatile.Read(ref count) < Rounds)
        {
            await _signal.WaitAsync().AsTask().InTimeAsync();
        }

        await setter;
    }
}
