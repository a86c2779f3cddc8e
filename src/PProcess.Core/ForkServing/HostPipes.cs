using System.IO.Pipes;

namespace PProcess.ForkServing;

/// <summary>The host's ends of the pipes to a worker that a fork server makes.</summary>
internal sealed class HostPipes : IDisposable
{
    private readonly List<AnonymousPipeServerStream> _all = [];

    /// <exception cref="IOException">This process is short of descriptors.</exception>
    public HostPipes()
    {
        try
        {
            Input = Add(PipeDirection.Out);
            Output = Add(PipeDirection.In);
            StandardError = Add(PipeDirection.In);
            Exit = Add(PipeDirection.In);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public AnonymousPipeServerStream Input { get; }

    public AnonymousPipeServerStream Output { get; }

    public AnonymousPipeServerStream StandardError { get; }

    /// <summary>Brings the exit code, an <see cref="int"/>, once the process has ended; ends without one where the server is gone.</summary>
    public AnonymousPipeServerStream Exit { get; }

    /// <summary>Asks for a process with the other ends.</summary>
    public ForkRequest CreateRequest(Guid ticket) =>
        new() { Ticket = ticket, Input = OtherEnd(Input), Output = OtherEnd(Output), StandardError = OtherEnd(StandardError), Exit = OtherEnd(Exit) };

    /// <summary>The process has the other ends, or nobody needs them.</summary>
    public void CloseOtherEnds() => _all.ForEach(pipe => pipe.DisposeLocalCopyOfClientHandle());

    public void Dispose()
    {
        CloseOtherEnds();
        _all.ForEach(pipe => pipe.Dispose());
    }

    private static int OtherEnd(AnonymousPipeServerStream pipe) => (int)pipe.ClientSafePipeHandle.DangerousGetHandle();

    private AnonymousPipeServerStream Add(PipeDirection direction)
    {
        var pipe = new AnonymousPipeServerStream(direction);
        _all.Add(pipe);
        return pipe;
    }
}
