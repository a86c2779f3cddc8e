using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Forking;

public sealed class InProcessCreating : CreateContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class LocalProcessCreating : CreateContract
{
    protected override Launcher Launcher => Launcher.LocalProcess;

    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_ProcessesThatThrowOrDie_FailAtTheirPlaces()
    {
        var outcomes = await CreateMethods.FailuresAsync(With()).InTimeAsync();
        Assert.Equal(0, outcomes[0]);
        Assert.IsType<TimeoutException>(outcomes[1]);
        Assert.IsType<WorkerExitedException>(outcomes[2]);
    }

    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_WhereProcessesAreReused_NothingRunsBehindACreatedOne()
    {
        var processes = await CreateMethods.MixedAsync(With(limit: 3, reuse: true), 4).InTimeAsync();
        for (var i = 1; i < processes.Count; i += 3)
        {
            Assert.DoesNotContain(processes[i], processes[(i + 1)..]);
        }
    }
}
