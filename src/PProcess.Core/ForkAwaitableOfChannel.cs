using PProcess.Forking;

namespace PProcess;

/// <summary>The point at which a method goes on in two processes, to be awaited there: see <see cref="ProcessChannel.Create"/>.</summary>
/// <remarks>Nothing happens before it is awaited. Each await creates a process.</remarks>
/// <typeparam name="TChannel">A <see cref="ProcessChannel"/>, or one that is null in the creating process.</typeparam>
[ProcessBound]
public readonly struct ForkAwaitable<TChannel>
    where TChannel : class?
{
    private readonly Func<Invocation, ValueTask<TChannel>> _start;

    internal ForkAwaitable(Func<Invocation, ValueTask<TChannel>> start) => _start = start;

    /// <summary>Gives what the compiler awaits.</summary>
    /// <returns>The awaiter, for one await.</returns>
    public ForkAwaiter<TChannel> GetAwaiter() => new(new ForkPoint<TChannel>(_start));
}
