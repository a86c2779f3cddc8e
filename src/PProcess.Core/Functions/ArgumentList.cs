using System.Collections.Concurrent;
using PProcess.Framing;
using PProcess.Serialization;

namespace PProcess.Functions;

/// <summary>The arguments of one call, written one by one into a block, each as the type that the function's parameter has.</summary>
internal struct ArgumentList
{
    private readonly FunctionReference _function;
    private readonly MessageWriter _writer;
    private int _count;

    private ArgumentList(FunctionReference function, MessageWriter writer)
    {
        _function = function;
        _writer = writer;
    }

    /// <summary>Where the block is.</summary>
    public readonly MessageWriter Writer => _writer;

    public CancellationToken CancellationToken { get; private set; }

    public ProgressReceiver? Progress { get; private set; }

    public static ArgumentList Of(FunctionReference function, MessageWriter writer) => new(function, writer);

    public readonly ArgumentList With() => With(default(None));

    public readonly ArgumentList With<T1>(T1 first) => With(first, default(None));

    public readonly ArgumentList With<T1, T2>(T1 first, T2 second) => With(first, second, default(None));

    public readonly ArgumentList With<T1, T2, T3>(T1 first, T2 second, T3 third) => With(first, second, third, default(None));

    public readonly ArgumentList With<T1, T2, T3, T4>(T1 first, T2 second, T3 third, T4 fourth)
    {
        var list = this;
        var start = _writer.Mark();
        _writer.WriteInt32(0);
        try
        {
            using var functions = FunctionScope.Open();
            list.Add(first);
            list.Add(second);
            list.Add(third);
            list.Add(fourth);
            if (list._count < _function.Signature.NeededCount)
            {
                throw Miscounted($"{list._count}");
            }
        }
        catch
        {
            _writer.ReturnTo(start); // Whatever it was, also what user code throws: nothing of the call stays.
            throw;
        }

        _writer.PatchInt32(start.Length, _writer.Length - start.Length - sizeof(int));
        return list;
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
            Conversion.To(type).Add(ref this, value);
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
        else if (Kind<T>.IsProgress)
        {
            Progress = Progress is not null ? throw Twice("progress receiver") : ProgressReceiver.Of(value);
        }
        else
        {
            Write(value);
        }
    }

    private readonly void Write<T>(T value)
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

    private readonly ArgumentException Miscounted(string given)
    {
        var count = _function.Signature.Count;
        var names = string.Join(", ", Enumerable.Range(0, count).Select(NameOf));
        return new ArgumentException($"Arguments given to {NameOfFunction()}: {given}; it has {count}{(count == 0 ? "" : $" ({names})")}.");
    }

    private readonly string NameOfFunction() => MethodReference.SourceName(_function.Method) is { Length: > 0 } name ? name : "the function";

    private readonly string NameOf(int index) => _function.Signature.NameOf(index, _function.Method);

    /// <summary>Stands where there is no argument.</summary>
    private readonly struct None;

    private static class Kind<T>
    {
        public static readonly bool IsProgress = ProgressReceiver.IsProgress(typeof(T));
    }

    /// <summary>Takes an argument as the type that its parameter has: the worker reads that one.</summary>
    private abstract class Conversion
    {
        private static readonly ConcurrentDictionary<Type, Conversion> Known = [];

        public static Conversion To(Type type) => Known.GetOrAdd(type, static type =>
            (Conversion)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(type))!);

        public abstract void Add(ref ArgumentList list, object? value);

        private sealed class Typed<T> : Conversion
        {
            public override void Add(ref ArgumentList list, object? value) => list.AddExact((T)value!);
        }
    }
}
