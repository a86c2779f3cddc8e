using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using PProcess.Forking;

namespace PProcess;

/// <summary>Makes an async method with a result one that can go on in two processes: <c>[AsyncMethodBuilder(typeof(ForkMethodBuilder&lt;&gt;))]</c>.</summary>
/// <remarks>As <see cref="ForkMethodBuilder"/>, for methods that return a <see cref="Task{TResult}"/>. In a created process the result is dropped: what the creator is to have is sent through the channel.</remarks>
/// <typeparam name="TResult">The type of the method's result; the compiler puts it in.</typeparam>
public struct ForkMethodBuilder<TResult> : IForkMethodBuilder
{
    private AsyncTaskMethodBuilder<TResult> _inner;

    /// <summary>The method's task.</summary>
    public Task<TResult> Task => _inner.Task;

    Task IForkMethodBuilder.Task => _inner.Task;

    /// <summary>For the compiler.</summary>
    /// <returns>A builder.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [SuppressMessage("Design", "CA1000", Justification = "The compiler asks for it.")]
    public static ForkMethodBuilder<TResult> Create() => default;

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
    /// <param name="result">What the method returned.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void SetResult(TResult result) => _inner.SetResult(result);

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
