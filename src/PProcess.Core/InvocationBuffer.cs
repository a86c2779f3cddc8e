using PProcess.Framing;
using PProcess.Functions;
using PProcess.Generators;

namespace PProcess;

/// <summary>Collects calls of one function that travel and run as one task, one call behind the other.</summary>
/// <remarks>
/// Not thread-safe. Where the function takes a <see cref="System.Threading.CancellationToken"/> or an <see cref="IProgress{T}"/>, those of the
/// first call serve all that are taken together.
/// </remarks>
/// <param name="function">The function: a plain one, neither a stream nor one that takes a channel.</param>
public sealed partial class InvocationBuffer(FunctionReference function)
{
    private readonly MessageWriter _writer = new() { AllowsShared = true, TailUse = TailUse.Copied };
    private CancellationToken _cancellationToken;
    private ProgressReceiver? _progress;

    /// <summary>
    /// Whether an array of primitives of more than 128 KiB is copied when its call is added, as any other argument is. Otherwise it is sent from where it is, and must not change
    /// before the call has ended; a byte buffer that lies elsewhere than in an array is copied in any case. Default: true.
    /// </summary>
    public bool CopiesArrays
    {
        get => _writer.TailUse == TailUse.Copied;
        init => _writer.TailUse = value ? TailUse.Copied : TailUse.Lent;
    }

    /// <summary>How many calls have been added and not taken.</summary>
    public int Count { get; private set; }

    /// <summary>How many bytes their arguments have.</summary>
    public int Length => _writer.Length + (_writer.Tail?.Bytes.Length ?? 0);

    /// <summary>Adds a call. Where that fails, nothing is added.</summary>
    /// <typeparam name="T1">The type of the first argument.</typeparam>
    /// <param name="argument1">The first argument.</param>
    /// <exception cref="ArgumentException">The arguments are not as many as the function's parameters, or of other types.</exception>
    /// <exception cref="CannotTravelException">An argument cannot be carried to another process.</exception>
    [Arities]
    public void Add<T1>(T1 argument1) => Note(ArgumentList.Of(function, _writer).With(argument1));

    /// <summary>Adds calls that have been made already.</summary>
    /// <param name="calls">Calls of the same function that do not have to travel alone.</param>
    /// <exception cref="ArgumentNullException"><paramref name="calls"/> is null.</exception>
    /// <exception cref="ArgumentException">They are of another function, or have to travel alone.</exception>
    public void Add(Invocation calls)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (calls.Function != function || calls.TravelsAlone)
        {
            throw new ArgumentException("These calls cannot go with others.", nameof(calls));
        }

        _writer.WriteBytes(calls.Arguments.Span);
        Note(calls.Count, calls.Progress, calls.CancellationToken);
    }

    /// <summary>Takes the calls that have been added, of which there must be one.</summary>
    /// <returns>The calls.</returns>
    /// <exception cref="InvalidOperationException">There are none.</exception>
    public Invocation Take()
    {
        if (Count == 0)
        {
            throw new InvalidOperationException("No call has been added.");
        }

        var calls = new Invocation(function, Count, _writer.Written.ToArray(), _progress, _writer, _cancellationToken);
        Count = 0;
        _writer.Clear();
        return calls;
    }

    private void Note(in ArgumentList arguments) => Note(1, arguments.Progress, arguments.CancellationToken);

    private void Note(int count, ProgressReceiver? progress, CancellationToken cancellationToken)
    {
        if (Count == 0)
        {
            (_cancellationToken, _progress) = (cancellationToken, progress);
        }

        Count += count;
    }
}
