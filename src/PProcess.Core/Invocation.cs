using PProcess.Framing;
using PProcess.Functions;
using PProcess.Generators;
using PProcess.Sharing;

namespace PProcess;

/// <summary>A function with its arguments, all taken by value at the moment of creation: what a task runs.</summary>
/// <remarks>
/// Immutable and thread-safe. An argument of type <see cref="System.Threading.CancellationToken"/> or
/// <see cref="IProgress{T}"/> does not travel but is bound: the function gets one of its own, through which this one acts or is reached.
/// Such arguments may be left out at the end. <see cref="InvocationBuffer"/> makes one of several calls.
/// </remarks>
public sealed partial class Invocation
{
    [ThreadStatic]
    private static MessageWriter? _scratch;

    private readonly Companions? _companions;

    private Invocation(FunctionReference function, ArgumentList arguments)
        : this(function, 1, arguments.Writer.Written.ToArray(), arguments.Progress, arguments.Writer, arguments.CancellationToken)
    {
        arguments.Writer.Clear();
        _scratch = arguments.Writer;
    }

    internal Invocation(FunctionReference function, int count, ReadOnlyMemory<byte> arguments, ProgressReceiver? progress, MessageWriter message, CancellationToken cancellationToken)
        : this(function, count, arguments, progress, message.Shared, message.Tail, cancellationToken)
    {
    }

    private Invocation(
        FunctionReference function, int count, ReadOnlyMemory<byte> arguments, ProgressReceiver? progress, IReadOnlyList<SharedPart>? shared, Tail? tail, CancellationToken cancellationToken)
    {
        Function = function;
        Count = count;
        Arguments = arguments;
        if (progress is not null || shared is not null || tail is not null || cancellationToken != default)
        {
            _companions = new Companions(progress, shared, tail, cancellationToken);
        }
    }

    /// <summary>The function.</summary>
    public FunctionReference Function { get; }

    /// <summary>How many calls of the function it is.</summary>
    public int Count { get; }

    /// <summary>The token that was given as an argument: cancelling it signals the function's own token.</summary>
    public CancellationToken CancellationToken => _companions?.CancellationToken ?? CancellationToken.None;

    /// <summary>Whether it cannot go with others of its function: it has a token that can be cancelled, a progress receiver, shared memory, or a large array.</summary>
    public bool TravelsAlone => CancellationToken.CanBeCanceled || Progress is not null || Shared is not null || Tail is not null;

    /// <summary>How many bytes the arguments of its calls have, without shared memory.</summary>
    public long ArgumentBytes => Arguments.Length + (Tail?.Bytes.Length ?? 0);

    /// <summary>The arguments of each call, as a block.</summary>
    internal ReadOnlyMemory<byte> Arguments { get; }

    /// <summary>The shared memory that the arguments refer to, and more where it is a part of another; null for none.</summary>
    internal IReadOnlyList<SharedPart>? Shared => _companions?.Shared;

    /// <summary>The large array that one of the calls has among its arguments, and which is not in their blocks; null for none.</summary>
    internal Tail? Tail => _companions?.Tail;

    /// <summary>Who receives the function's progress reports; null where no such argument was given.</summary>
    internal ProgressReceiver? Progress => _companions?.Progress;

    /// <summary>Takes a function and its arguments.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="function">A delegate whose parameters are these arguments, behind a <see cref="ProcessChannel"/> where it takes one.</param>
    /// <param name="argument1">The first argument.</param>
    /// <returns>The invocation.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="ArgumentException">The arguments are not as many as the function's parameters, or of other types.</exception>
    /// <exception cref="CannotTravelException">The function, a captured variable or an argument cannot be carried to another process.</exception>
    [Arities]
    public static Invocation Create<T1>(Delegate function, T1 argument1)
    {
        var reference = FunctionReference.ForOneCall(function);
        return new(reference, ListFor(reference).With(argument1));
    }

    /// <summary>Takes the arguments of a function that is used again and again.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="function">The function.</param>
    /// <param name="argument1">The first argument.</param>
    /// <returns>The invocation.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="function"/> is null.</exception>
    /// <exception cref="ArgumentException">The arguments are not as many as the function's parameters, or of other types.</exception>
    /// <exception cref="CannotTravelException">An argument cannot be carried to another process.</exception>
    [Arities]
    public static Invocation Create<T1>(FunctionReference function, T1 argument1)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(function, ListFor(function).With(argument1));
    }

    /// <summary>The same, which also refers to this shared memory.</summary>
    internal Invocation With(IReadOnlyList<SharedPart>? shared) => new(Function, Count, Arguments, Progress, shared, Tail, CancellationToken);

    /// <summary>The calls from the first one given to before the last.</summary>
    internal Invocation Slice(int start, int end)
    {
        var reader = new MessageReader(Arguments);
        for (var i = 0; i < start; i++)
        {
            reader.ReadBlock();
        }

        var from = reader.Unread;
        for (var i = start; i < end; i++)
        {
            reader.ReadBlock();
        }

        return new Invocation(Function, end - start, from[..^reader.Unread.Length], Progress, Shared, Tail, CancellationToken);
    }

    // What writes a value may be user code, and make another invocation.
    private static ArgumentList ListFor(FunctionReference function)
    {
        var writer = _scratch ?? new MessageWriter { AllowsShared = true, TailUse = TailUse.Copied };
        _scratch = null;
        return ArgumentList.Of(function, writer);
    }

    /// <summary>What few invocations have, and what the many are not to pay for.</summary>
    private sealed record Companions(ProgressReceiver? Progress, IReadOnlyList<SharedPart>? Shared, Tail? Tail, CancellationToken CancellationToken);
}
