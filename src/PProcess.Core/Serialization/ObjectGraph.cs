using PProcess.Framing;
using PProcess.Sharing;

namespace PProcess.Serialization;

/// <summary>The objects met while one value is written or read, so that cycles arrive as such, and the way to the one being written.</summary>
/// <remarks>One per thread and value: a lazy sequence that is written may itself start tasks, hence <see cref="_outer"/>.</remarks>
internal sealed class ObjectGraph : IDisposable
{
    /// <summary>The kind of a variable that a lambda or local function has captured.</summary>
    public const string CapturedKind = "captured variable";

    /// <summary>The kind of a variable of a method that is copied.</summary>
    public const string LocalKind = "local";

    private const int MaxNames = 16;

    [ThreadStatic]
    private static ObjectGraph? _current;

    private readonly ObjectGraph? _outer;
    private readonly Dictionary<object, int>? _written;
    private readonly List<object>? _read;
    private readonly List<(string Kind, string Name)> _path = [];
    private int _depth;
    private int _count;

    private ObjectGraph(bool writing, MessageWriter? message, ISharedReceiver? receiver)
    {
        Message = message;
        Receiver = receiver;
        _outer = _current;
        _current = this;
        if (writing)
        {
            _written = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        }
        else
        {
            _read = [];
        }
    }

    public static ObjectGraph Current => _current ?? throw new InvalidOperationException("No value is being written or read.");

    /// <summary>The message that the value is written into.</summary>
    public MessageWriter? Message { get; }

    /// <summary>Who shared buffers in the value are for.</summary>
    public ISharedReceiver? Receiver { get; }

    public static ObjectGraph EnterWriting(MessageWriter message) => new(writing: true, message, null);

    public static ObjectGraph EnterReading(ISharedReceiver? receiver) => new(writing: false, null, receiver);

    /// <summary>Gives the number of an object written before, or numbers it.</summary>
    public bool WasWritten(object value, out int number)
    {
        if (_written!.TryGetValue(value, out number))
        {
            return true;
        }

        _written.Add(value, _count++);
        return false;
    }

    /// <summary>Gives the number of an object written before.</summary>
    public bool TryFind(object value, out int number) => _written!.TryGetValue(value, out number);

    /// <summary>Gives a number to an object that has been written; null takes a number that nothing refers to.</summary>
    public void NoteWritten(object? value) => _written!.TryAdd(value ?? new object(), _count++);

    public void Add(object value) => _read!.Add(value);

    public object Get(int number) =>
        (uint)number < (uint)_read!.Count ? _read[number] : throw new ProtocolException($"A value refers to object {number} of {_read.Count}.");

    /// <summary>Counts a level of nesting.</summary>
    /// <exception cref="CannotTravelException">There are too many.</exception>
    public void Descend(Type type)
    {
        if (++_depth > TravelSecurity.MaxDepth)
        {
            throw new CannotTravelException("value", "", type, $"its objects are nested more than {TravelSecurity.MaxDepth} deep. Send a flat collection instead.");
        }
    }

    public void Ascend() => _depth--;

    /// <summary>Goes into a variable or member; left in place when writing it throws, so that the refusal can say where.</summary>
    public void Enter(string kind, string name) => _path.Add((kind, name));

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    /// <summary>The refusal, with the name of what was being written.</summary>
    public CannotTravelException Locate(CannotTravelException refusal)
    {
        if (_path.Count == 0)
        {
            return refusal;
        }

        // What a lambda in a local has captured is a local beside it.
        var first = _path is [(LocalKind, _), (CapturedKind, _), ..] ? 1 : 0;
        var name = string.Join('.', _path.Skip(first).Take(MaxNames).Select(step => step.Name));
        return refusal.Inside(_path[first].Kind, _path.Count - first > MaxNames ? $"{name}..." : name);
    }

    public void Dispose() => _current = _outer;
}
