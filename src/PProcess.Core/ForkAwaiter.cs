using PProcess.Forking;

namespace PProcess;

/// <summary>What the compiler awaits at a <see cref="ForkAwaitable{TChannel}"/>.</summary>
/// <typeparam name="TChannel">A <see cref="ProcessChannel"/>, or one that is null in the creating process.</typeparam>
[ProcessBound]
public readonly struct ForkAwaiter<TChannel> : IForkAwaiter
    where TChannel : class?
{
    private readonly ForkPoint<TChannel> _point;

    internal ForkAwaiter(ForkPoint<TChannel> point) => _point = point;

    /// <summary>False: only a suspended method can be copied.</summary>
    public bool IsCompleted => false;

    ForkPoint IForkAwaiter.Point => _point;

    /// <summary>Gives the channel.</summary>
    /// <returns>In the created process its end of the channel; in the creating one what the awaitable is for.</returns>
    /// <exception cref="InvalidOperationException">The method is not marked with <see cref="ForkMethodBuilder"/>.</exception>
    /// <exception cref="CannotTravelException">A local, a parameter or a member of <see langword="this"/> cannot be carried to another process.</exception>
    /// <exception cref="LaunchException">The process cannot be started.</exception>
    public TChannel GetResult() => _point.GetResult();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => _point.OnCompleted(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => _point.UnsafeOnCompleted(continuation);
}
