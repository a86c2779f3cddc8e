using PProcess.Forking;
using PProcess.Framing;
using PProcess.Functions;

namespace PProcess.Workers;

/// <summary>A function that the host has defined here, made ready when it is first called.</summary>
/// <remarks>Making it ready loads assemblies and runs user code, hence not on the reading thread. Tasks run one at a time.</remarks>
internal sealed class WorkerFunction(byte[] definition)
{
    private byte[]? _definition = definition;
    private Delegate? _function;
    private Invoker? _invoker;

    /// <summary>Whether the worker ends with it.</summary>
    public bool EndsWorker { get; private set; }

    public ValueTask InvokeAsync(ReadOnlyMemory<byte> arguments, TaskContext task)
    {
        if (_definition is not null)
        {
            _function = FunctionReference.Restore(_definition);
            _invoker = Invoker.For(_function);
            EndsWorker = ForkedMethod.IsRunBy(_function);
            _definition = null;
        }

        return _invoker!.InvokeAsync(_function!, new MessageReader(arguments) { Receiver = task, Tail = task.Tail }, task);
    }
}
