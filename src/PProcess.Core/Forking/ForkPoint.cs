using System.Runtime.CompilerServices;

namespace PProcess.Forking;

/// <summary>One await at which a method goes on in two processes.</summary>
internal abstract class ForkPoint
{
    /// <summary>Tells a fork from other awaits: copies the method as it stands, and starts the copy.</summary>
    /// <remarks>Whatever fails is thrown where the method awaits: here it would find the method between two states.</remarks>
    public static void Begin<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine
    {
        if (awaiter is IForkAwaiter fork)
        {
            fork.Point.Begin(stateMachine);
        }
    }

    protected abstract void Begin<TStateMachine>(TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine;
}
