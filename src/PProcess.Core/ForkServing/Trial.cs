using System.Runtime.CompilerServices;

namespace PProcess.ForkServing;

/// <summary>Whether a copy of a process of this runtime can do what its users will ask of it: collect, finalize, have others work for it, and end.</summary>
internal static class Trial
{
    /// <exception cref="LaunchException">It cannot.</exception>
    public static async Task RunAsync(ForkServer server, WorkerOptions options)
    {
        var worker = Worker.Start(server, options);
        await using (worker.ConfigureAwait(false))
        {
            using var deadline = new CancellationTokenSource(options.StartTimeout);
            var task = new ChannelTask(Invocation.Create(LiveAsync));
            worker.Post(task);
            try
            {
                var processId = await task.Channel.ReceiveAsync<int>(deadline.Token).ConfigureAwait(false);
                if (processId != worker.ProcessId)
                {
                    throw new LaunchException($"A fork server cannot be made of this program: its copies take themselves for process {processId}, as it asks for its process id before its workers take over.");
                }
            }
            catch (Exception error) when (error is not LaunchException)
            {
                worker.Kill();
                throw new LaunchException($"A copy of the fork server does not do what a process of its own would: {error.Message}", error);
            }
        }

        if (worker.ExitStatus is not { Code: 0 })
        {
            throw new LaunchException($"A copy of the fork server did not end in good order but with {worker.ExitStatus}.");
        }
    }

    private static async Task<int> LiveAsync()
    {
        var finalized = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.Run(() => Leave(finalized)).ConfigureAwait(false);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        await finalized.Task.ConfigureAwait(false);
        return Environment.ProcessId;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Leave(TaskCompletionSource finalized) => _ = new Finalized(finalized);

    private sealed class Finalized(TaskCompletionSource done)
    {
        ~Finalized() => done.TrySetResult();
    }
}
