using System.Collections.Concurrent;
using PProcess.Framing;
using PProcess.Serialization;

namespace PProcess.Functions;

/// <summary>Collects the arguments of one invocation, written one by one, each as the type that the function's parameter has.</summary>
internal sealed class ArgumentList
{
    [ThreadStatic]
    private static MessageWriter? _scratch;

    private readonly FunctionReference _function;
    private readonly MessageWriter _writer;
    private int _count;

    private ArgumentList(FunctionReference function)
    {
        _function = function;
        _writer = _scratch ?? new MessageWriter();
        _scratch = null; // What writes a value may be user code, and start another task.
    }

    public CancellationToken CancellationToken { get; private set; }

    public ProgressReceiver? Progress { get; private set; }

    public static ArgumentList Of(FunctionReference function) => Of(function, default(None));

    public static ArgumentList Of<T1>(FunctionReference function, T1 first) => Of(function, first, default(None));

    public static ArgumentList Of<T1, T2>(FunctionReference function, T1 first, T2 second) => Of(function, first, second, default(None));

    public static ArgumentList Of<T1, T2, T3>(FunctionReference function, T1 first, T2 second, T3 third) => Of(function, first, second, third, default(None));

    public static ArgumentList Of<T1, T2, T3, T4>(FunctionReference function, T1 first, T2 second, T3 third, T4 fourth)
    {
        var list = new ArgumentList(function);
        using var functions = FunctionScope.Open();
        list.Add(first);
        list.Add(second);
        list.Add(third);
        list.Add(fourth);
        return list._count >= function.Signature.NeededCount ? list : throw list.Miscounted($"{list._count}");
    }

    /// <summary>Ends the list and gives its bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = _writer.Written.ToArray();
        _writer.Clear();
        _scratch = _writer;
        return bytes;
    }

    private static ArgumentException Twice(string what) => new($"A function can have one {what}.");

    private void Add<T>(T value)
    {
        if (typeof(T) == typeof(None))
        {
            return;
        }

        if (_count == _function.Signature.Count)
        {
            throw Miscounted("more");
        }

        var type = _function.Signature.TypeOf(_count);
        if (type == typeof(T))
        {
            AddExact(value);
        }
        else if (type.IsAssignableFrom(typeof(T)))
        {
            Conversion.To(type).Add(this, value);
        }
        else
        {
            throw new ArgumentException($"The parameter '{NameOf(_count)}' of {NameOfFunction()} is a {type}; a {typeof(T)} was given.", $"argument{_count + 1}");
        }

        _count++;
    }

    private void AddExact<T>(T value)
    {
        if (typeof(T) == typeof(CancellationToken))
        {
            CancellationToken = CancellationToken.CanBeCanceled ? throw Twice("cancellation token") : (CancellationToken)(object)value!;
        }
        else if (ProgressReceiver.IsProgress(typeof(T)))
        {
            Progress = Progress is not null ? throw Twice("progress receiver") : ProgressReceiver.Of(value);
        }
        else
        {
            Write(value);
        }
    }

    private void Write<T>(T value)
    {
        try
        {
            ValueCodec<T>.Default.Write(_writer, value);
        }
        catch (CannotTravelException refusal)
        {
            throw refusal.Inside("argument", NameOf(_count));
        }
    }

    private ArgumentException Miscounted(string given)
    {
        var count = _function.Signature.Count;
        var names = string.Join(", ", Enumerable.Range(0, count).Select(NameOf));
        return new ArgumentException($"Arguments given to {NameOfFunction()}: {given}; it has {count}{(count == 0 ? "" : $" ({names})")}.");
    }

    private string NameOfFunction() => MethodReference.SourceName(_function.Method) is { Length: > 0 } name ? name : "the function";

    private string NameOf(int index) => _function.Signature.NameOf(index, _function.Method);

    /// <summary>Stands where there is no argument.</summary>
    private readonly struct None;

    /// <summary>Takes an argument as the type that its parameter has: the worker reads that one.</summary>
    private abstract class Conversion
    {
        private static readonly ConcurrentDictionary<Type, Conversion> Known = [];

        public static Conversion To(Type type) => Known.GetOrAdd(type, static type =>
            (Conversion)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(type))!);

        public abstract void Add(ArgumentList list, object? value);

        private sealed class Typed<T> : Conversion
        {
            public override void Add(ArgumentList list, object? value) => list.AddExact((T)value!);
        }
    }
}
