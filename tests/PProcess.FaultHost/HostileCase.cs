using PProcess.Reactive;

namespace PProcess.FaultHost;

/// <summary>Workers that write what the protocol does not allow, beside others that must not notice.</summary>
internal sealed class HostileCase(string way) : FaultCase
{
    private const int Rounds = 3;

    protected override async Task ProvokeAsync(ProcessQueue<TaskResult> queue)
    {
        for (var round = 0; round < Rounds; round++)
        {
            Start(queue, Function());
            for (var i = 0; i < 100; i++)
            {
                Start(queue, Functions.Identify);
            }

            await CollectAsync(queue);
        }
    }

    private Func<int, TaskResult> Function()
    {
        var taken = way;
        return way == "nested" ? Functions.Nest : id => HostileBytes.Write(taken, id);
    }
}
