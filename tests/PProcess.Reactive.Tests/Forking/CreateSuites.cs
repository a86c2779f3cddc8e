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

    [Theory(Timeout = TestDeadline.Milliseconds)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Create_InitializeAndTeardown_RunAroundTheRestOfTheMethod(bool exits)
    {
        using var notes = new NoteFile();
        var path = notes.Path;
        var options = With() with { Initialize = () => File.AppendAllText(path, "before "), Teardown = () => File.AppendAllText(path, "behind") };
        Assert.Equal(["sent"], await HookMethods.SendAsync(options, path, exits).InTimeAsync());
        Assert.Equal("before method behind", notes.Text);
    }

    [Fact(Timeout = TestDeadline.Milliseconds)]
    public async Task Create_ProcessDiesWhereTasksAreRepeated_IsNotRepeated()
    {
        using var notes = new NoteFile();
        var error = await HookMethods.DieAsync(With() with { Retries = 2 }, notes.Path).InTimeAsync();
        Assert.Equal(3, Assert.IsType<WorkerExitedException>(error).ExitStatus.Code);
        Assert.Equal("attempt 1 ", notes.Text);
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

    private sealed class NoteFile : IDisposable
    {
        public string Path { get; } = System.IO.Path.GetTempFileName();

        public string Text => File.ReadAllText(Path);

        public void Dispose() => File.Delete(Path);
    }
}
