using System.ComponentModel;
using System.Runtime.CompilerServices;
using PProcess.Forking;

namespace PProcess;

/// <summary>Makes an async method one that can go on in two processes: <c>[AsyncMethodBuilder(typeof(ForkMethodBuilder))]</c>.</summary>
/// <remarks>
/// <para>For methods, lambdas and local functions that return a <see cref="Task"/>; those that return a <see cref="Task{TResult}"/> are marked
/// with <c>typeof(ForkMethodBuilder&lt;&gt;)</c>; lambdas state their return type, as in <c>[…] async Task () => …</c>. In such a method, <see cref="ProcessChannel.Create"/> and the <c>Create</c> of exchanges, queues and maps
/// may be awaited. Everything else is as in any async method.</para>
/// <para>What the created process gets: the rest of this one method, with copies of its parameters, locals, captured variables, loop
/// state and <see langword="this"/>, all taken when <c>Create</c> is awaited. References shared among them are shared among the copies.
/// Exchanges, channels, queues and maps are null there. A <see cref="CancellationToken"/>, of which there can be one, is signalled when the creator's
/// is, or when the creator ends the process, which then has a second to end by itself.</para>
/// <para>What it does not get: the methods that called this one (the end of this method ends the process, and its return value is dropped),
/// the values of static fields (they have their initial ones), threads, async-local values, and handles of the operating system. A local that cannot be
/// copied, such as a stream, a lock, a task, or the enumerator of a <see langword="foreach"/> over anything but an array, a list, a string, a dictionary, a hash set, an iterator method or a query of these, is refused with a
/// <see cref="CannotTravelException"/> before a process is started: make it after <c>Create</c>, or in a method of its own.</para>
/// <para>Which locals are copied is the compiler's choice: in optimised builds those that are used after <c>Create</c>, in Debug builds all that are in scope there.
/// So a stream that is done with, but still in scope, is refused in Debug builds only: give it a block of its own.</para>
/// <para>A <see langword="finally"/> or <see langword="using"/> around <c>Create</c> runs in both processes, in the created one on the copy,
/// except behind <see cref="ProcessChannel.ExitAsync"/>, which runs nothing more.</para>
/// </remarks>
public struct ForkMethodBuilder : IForkMethodBuilder
{
    private AsyncTaskMethodBuilder _inner;

    /// <summary>The method's task.</summary>
    public Task Task => _inner.Task;

    /// <summary>For the compiler.</summary>
    /// <returns>A builder.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ForkMethodBuilder Create() => default;

    /// <summary>For the compiler.</summary>
    /// <typeparam name="TStateMachine">The method as the compiler has it.</typeparam>
    /// <param name="stateMachine">The method's state.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Start<TStateMachine>(ref TStateMachine stateMachine)
        where TStateMachine : IAsyncStateMachine => _inner.Start(ref stateMachine);

    /// <summary>For the compiler.</summary>
    /// <param name="stateMachine">The method's state.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void SetStateMachine(IAsyncStateMachine stateMachine) => _inner.SetStateMachine(stateMachine);

    /// <summary>For the compiler.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void SetResult() => _inner.SetResult();

    /// <summary>For the compiler.</summary>
    /// <param name="exception">What the method threw.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void SetException(Exception exception) => _inner.SetException(exception);

    /// <summary>For the compiler.</summary>
    /// <typeparam name="TAwaiter">What is awaited.</typeparam>
    /// <typeparam name="TStateMachine">The method as the compiler has it.</typeparam>
    /// <param name="awaiter">What is awaited.</param>
    /// <param name="stateMachine">The method's state.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AwaitOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : INotifyCompletion
        where TStateMachine : IAsyncStateMachine => _inner.AwaitOnCompleted(ref awaiter, ref stateMachine);

    /// <inheritdoc cref="AwaitOnCompleted"/>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AwaitUnsafeOnCompleted<TAwaiter, TStateMachine>(ref TAwaiter awaiter, ref TStateMachine stateMachine)
        where TAwaiter : ICriticalNotifyCompletion
        where TStateMachine : IAsyncStateMachine
    {
        ForkPoint.Begin(ref awaiter, ref stateMachine);
        _inner.AwaitUnsafeOnCompleted(ref awaiter, ref stateMachine);
    }
}
