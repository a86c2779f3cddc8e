using System.Runtime.InteropServices;

namespace PProcess.ForkServing;

/// <summary>The pipes of a worker to be made: the host's, opened in the server.</summary>
/// <param name="Input">Where it reads.</param>
/// <param name="Output">Where it writes.</param>
/// <param name="StandardError">Where its standard error goes.</param>
/// <param name="Exit">Where the server writes its exit code.</param>
/// <param name="Error">Why they cannot be opened: an error number of the system; 0 where they are.</param>
internal readonly record struct ChildStreams(int Input, int Output, int StandardError, int Exit, int Error)
{
    /// <summary>Opens those that a request names, by way of the host's process.</summary>
    public static ChildStreams Open(int host, in ForkRequest request)
    {
        var error = 0;
        var streams = new ChildStreams(
            Open(request.Input, SystemCalls.ReadOnly), Open(request.Output, SystemCalls.WriteOnly), Open(request.StandardError, SystemCalls.WriteOnly), Open(request.Exit, SystemCalls.WriteOnly), 0);
        return streams with { Error = error };

        int Open(int descriptor, int mode)
        {
            // Whose other end is gone, with the host, would be waited for.
            var opened = SystemCalls.Open($"/proc/{host}/fd/{descriptor}", mode | SystemCalls.CloseOnExec | SystemCalls.NonBlocking);
            error = opened < 0 && error == 0 ? Marshal.GetLastPInvokeError() : error;
            SystemCalls.SetBlocking(opened);
            return opened;
        }
    }

    /// <summary>Closes them; those that could not be opened do no harm.</summary>
    /// <param name="alsoExit">Whether nobody will have an exit code to write.</param>
    public void Close(bool alsoExit)
    {
        SystemCalls.Close(Input);
        SystemCalls.Close(Output);
        SystemCalls.Close(StandardError);
        if (alsoExit)
        {
            SystemCalls.Close(Exit);
        }
    }
}
