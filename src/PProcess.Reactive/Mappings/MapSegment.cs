namespace PProcess.Reactive.Mappings;

/// <summary>Inputs that follow each other, and what became of them.</summary>
/// <remarks>One thread adds, those that bring outcomes write to different places, and the consumer takes what is done.</remarks>
internal sealed class MapSegment<T, TResult>(int capacity)
{
    private const int MaxCapacity = 1024;

    private readonly T[] _inputs = new T[capacity];
    private readonly TResult?[] _values = new TResult?[capacity];
    private readonly long[] _bytes = new long[capacity];
    private readonly bool[] _isDone = new bool[capacity];
    private Exception?[]? _errors;
    private MapSegment<T, TResult>? _next;

    /// <summary>How many inputs have been added.</summary>
    public int Count { get; private set; }

    public bool IsFull => Count == capacity;

    /// <summary>The segment behind a full one; null until there is one.</summary>
    public MapSegment<T, TResult>? Next => Volatile.Read(ref _next);

    public void Add(T input, int bytes)
    {
        _bytes[Count] = bytes;
        _inputs[Count++] = input;
    }

    public MapSegment<T, TResult> AddNext()
    {
        var next = new MapSegment<T, TResult>(Math.Min(2 * capacity, MaxCapacity));
        Volatile.Write(ref _next, next);
        return next;
    }

    public void Complete(int index, TResult value, int bytes)
    {
        _values[index] = value;
        _bytes[index] += bytes;
        Volatile.Write(ref _isDone[index], true);
    }

    public void Fail(int index, Exception error)
    {
        var errors = Volatile.Read(ref _errors) ?? Interlocked.CompareExchange(ref _errors, new Exception?[capacity], null) ?? _errors;
        errors[index] = error;
        Volatile.Write(ref _isDone[index], true);
    }

    public bool IsDone(int index) => index < capacity && Volatile.Read(ref _isDone[index]);

    public bool IsEnd(int index) => index == capacity;

    /// <summary>Takes an outcome, and lets go of it.</summary>
    /// <param name="index">Its place.</param>
    /// <param name="bytes">How many bytes the input and the result had on their way.</param>
    public Outcome<T, TResult> Take(int index, out long bytes)
    {
        var outcome = new Outcome<T, TResult>(_inputs[index], _values[index], _errors?[index]);
        bytes = _bytes[index];
        _inputs[index] = default!;
        _values[index] = default;
        return outcome;
    }
}
