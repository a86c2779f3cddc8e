using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using PProcess.Framing;
using PProcess.Launching;

namespace PProcess.ForkServing;

/// <summary>The fork server's own side: makes a copy of itself for each worker, and says how each has ended.</summary>
/// <remarks>
/// It runs in a finalizer, and so on the runtime's thread for finalizers, as a copy has only the thread that makes it: in a copy made by any other
/// nobody would finalize, and it could not end in good order, since the runtime waits for that thread then. In the copy the finalizer
/// returns and the thread goes on with its work, beside a new one that becomes the worker.
/// </remarks>
internal sealed class ForkServerLoop
{
    private readonly Guid _ticket;
    private readonly int _requests;
    private readonly int _replies;
    private readonly int _host = SystemCalls.ParentId();
    private readonly ServerThreads _threads;
    private readonly NewProcess _newProcess = new();
    private readonly List<ForkedChild> _children = [];

    private ForkServerLoop(Guid ticket, int requests, int replies, ServerThreads threads)
    {
        _ticket = ticket;
        _requests = requests;
        _replies = replies;
        _threads = threads;
    }

    ~ForkServerLoop() => Serve();

    /// <summary>Makes this process a fork server; never returns. Where it cannot be one, it says why on its standard error, and ends.</summary>
    public static void Run(Guid ticket)
    {
        var (input, output) = Platform.Current.TakeStandardStreams();
        Rehearsal.Run();
        if (!RuntimePipe.TryClose())
        {
            Refuse("This runtime does not have the pipe that a fork server has to close.");
        }

        var threads = new ServerThreads();
        if (!threads.TryBecomeFew() || ServerThreads.Names().Count > 0)
        {
            Refuse($"A fork server cannot be made of this program: before its workers take over, it has started threads that copies would not have ({string.Join(", ", ServerThreads.Names())}).");
        }

        SystemCalls.HeedChildren();
        LeaveToFinalizer(ticket, TakeDescriptor(input), TakeDescriptor(output), threads);
        GC.Collect();
        Thread.CurrentThread.Join();
    }

    private static void Refuse(string reason)
    {
        SystemCalls.WriteWhole<byte>(SystemCalls.StandardError, Encoding.UTF8.GetBytes(reason + Environment.NewLine));
        SystemCalls.ExitNow(1);
    }

    // In a method of its own, or the collector might find the object in its caller's frame.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LeaveToFinalizer(Guid ticket, int requests, int replies, ServerThreads threads) => _ = new ForkServerLoop(ticket, requests, replies, threads);

    // Without its handle, which would be finalized as well, and close whatever has its number then.
    private static int TakeDescriptor(SafeHandle handle)
    {
        var descriptor = (int)handle.DangerousGetHandle();
        handle.SetHandleAsInvalid();
        return descriptor;
    }

    private void Serve()
    {
        EndSignals.HoldBack();
        SystemCalls.WriteWhole<byte>(_replies, Preamble.Create(_ticket));
        while (true)
        {
            WaitForRequest();
            if (!SystemCalls.TryRead(_requests, out ForkRequest request))
            {
                End();
            }
            else if (request.CollectedProcess > 0)
            {
                Collect(request.CollectedProcess);
            }
            else if (Fork(request))
            {
                return;
            }
        }
    }

    // Meanwhile, children that end are reported.
    private void WaitForRequest()
    {
        bool isAsked;
        do
        {
            var running = _children.FindAll(child => !child.HasEnded);
            PollQuestion[] questions = [new(_requests), .. running.Select(child => new PollQuestion(child.Descriptor))];
            SystemCalls.Wait(questions);
            for (var i = 0; i < running.Count; i++)
            {
                if (questions[1 + i].IsAnswered)
                {
                    running[i].ReportEnd();
                    CollectIfDone(running[i]);
                }
            }

            isAsked = questions[0].IsAnswered;
        }
        while (!isAsked);
    }

    private void Collect(int processId)
    {
        var child = _children.Find(child => child.ProcessId == processId);
        child?.IsHeard = true;
        CollectIfDone(child);
    }

    // Its number is used again from then on.
    private void CollectIfDone(ForkedChild? child)
    {
        if (child is { HasEnded: true, IsHeard: true })
        {
            _children.Remove(child);
            SystemCalls.Collect(child.ProcessId);
        }
    }

    // The host is gone, or has done with the server: so have its workers.
    private void End()
    {
        _children.ForEach(child => SystemCalls.Kill(child.ProcessId, SystemCalls.KillSignal));
        _children.ForEach(child =>
        {
            child.ReportEnd();
            SystemCalls.Collect(child.ProcessId);
        });
        SystemCalls.ExitNow(0);
    }

    /// <returns>True in the copy.</returns>
    private bool Fork(in ForkRequest request)
    {
        var streams = ChildStreams.Open(_host, request);
        var reply = new ForkReply { Error = streams.Error != 0 ? streams.Error : _threads.TryBecomeFew() ? 0 : ForkReply.HasThreads };
        if (reply.Error == 0)
        {
            var own = OwnDescriptors(); // Here, as a copy would have to compile that each time anew.
            reply.ProcessId = SystemCalls.Fork();
            if (reply.ProcessId == 0)
            {
                _newProcess.Become(request.Ticket, streams, own);
                return true;
            }

            reply.Error = reply.ProcessId < 0 ? Marshal.GetLastPInvokeError() : Keep(reply.ProcessId, streams);
        }

        streams.Close(alsoExit: reply.Error != 0);
        SystemCalls.WriteWhole<ForkReply>(_replies, new(ref reply));
        return false;
    }

    private int[] OwnDescriptors() => [_requests, _replies, _threads.Descriptor, .. _children.SelectMany(child => child.Descriptors)];

    private int Keep(int processId, in ChildStreams streams)
    {
        var descriptor = SystemCalls.OpenProcess(processId);
        if (descriptor < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            SystemCalls.Kill(processId, SystemCalls.KillSignal);
            SystemCalls.Collect(processId);
            return error;
        }

        _children.Add(new ForkedChild(processId, descriptor, streams.Exit));
        return 0;
    }
}
