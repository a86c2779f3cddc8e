using System.Globalization;

namespace PProcess.Core.Tests.Workers;

/// <summary>What a call changes around itself is gone with it: the next call in the same worker finds none of it.</summary>
public sealed class CallContextTests : WorkerTest
{
    private const string Culture = "tlh";

    private static readonly AsyncLocal<string?> Left = new();

    [Fact(Timeout = Deadline.Test)]
    public Task Post_FunctionChangesItsContext_NextCallFindsNoneOfIt() => AssertCleanAsync(FunctionReference.Of(Change));

    [Fact(Timeout = Deadline.Test)]
    public Task Post_FunctionChangesItsContextAndThrows_NextCallFindsNoneOfIt() => AssertCleanAsync(FunctionReference.Of(ChangeAndThrow));

    [Fact(Timeout = Deadline.Test)]
    public Task Post_FunctionChangesItsContextAndAwaits_NextCallFindsNoneOfIt() => AssertCleanAsync(FunctionReference.Of(ChangeAndAwaitAsync));

    // As one task of several calls, and as tasks of one.
    private async Task AssertCleanAsync(FunctionReference change)
    {
        var worker = NewWorker();
        var calls = new InvocationBuffer(change);
        for (var i = 0; i < 5; i++)
        {
            calls.Add();
        }

        List<Sighting> tasks = [new(calls.Take()), new(Invocation.Create(Look)), new(Of(change)), new(Of(change)), new(Invocation.Create(Look))];
        worker.Post([.. tasks]);
        await Task.WhenAll(tasks.Select(task => task.WhenEndedAsync())).WaitAsync(Cancellation);
        Assert.All(tasks, task => Assert.All(task.Seen, seen => Assert.Equal("nothing", seen)));
        Assert.Equal(9, tasks.Sum(task => task.Seen.Count));
    }

    private static Invocation Of(FunctionReference function)
    {
        var call = new InvocationBuffer(function);
        call.Add();
        return call.Take();
    }

    private static string Look()
    {
        List<string> found = [];
        found.AddRange(CultureInfo.CurrentCulture.Name == Culture ? ["culture"] : []);
        found.AddRange(Left.Value is null ? [] : ["local"]);
        found.AddRange(SynchronizationContext.Current is null ? [] : ["synchronization context"]);
        found.AddRange(ExecutionContext.IsFlowSuppressed() ? ["suppressed flow"] : []);
        return found is [] ? "nothing" : string.Join(", ", found);
    }

    private static string Change()
    {
        var found = Look();
        CultureInfo.CurrentCulture = new CultureInfo(Culture);
        Left.Value = "left";
        SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        _ = ExecutionContext.SuppressFlow();
        return found;
    }

    private static string ChangeAndThrow() => throw new InvalidOperationException(Change());

    private static async Task<string> ChangeAndAwaitAsync()
    {
        var found = Look();
        CultureInfo.CurrentCulture = new CultureInfo(Culture);
        Left.Value = "left";
        SynchronizationContext.SetSynchronizationContext(new SynchronizationContext());
        await Task.Yield();
        return found;
    }

    private sealed class Sighting(Invocation invocation) : WorkerTask<string>(invocation)
    {
        public List<string> Seen { get; } = [];

        protected override void OnCompleted(string value) => Seen.Add(value);

        protected override void OnFailed(Exception exception) => Seen.Add(exception.Message);

        protected override void OnReturned() => Seen.Add("returned");
    }
}
