using System.Reflection;
using PProcess.Framing;
using PProcess.Serialization;

namespace PProcess.Functions;

/// <summary>Collects the arguments of one invocation, written one by one.</summary>
internal sealed class ArgumentList
{
    private readonly MethodInfo _method;
    private readonly MessageWriter _writer = new();
    private int _count;

    private ArgumentList(MethodInfo method) => _method = method;

    public CancellationToken CancellationToken { get; private set; }

    public ProgressReceiver? Progress { get; private set; }

    public static ArgumentList Of(MethodInfo method) => Of(method, default(None));

    public static ArgumentList Of<T1>(MethodInfo method, T1 first) => Of(method, first, default(None));

    public static ArgumentList Of<T1, T2>(MethodInfo method, T1 first, T2 second) => Of(method, first, second, default(None));

    public static ArgumentList Of<T1, T2, T3>(MethodInfo method, T1 first, T2 second, T3 third) => Of(method, first, second, third, default(None));

    public static ArgumentList Of<T1, T2, T3, T4>(MethodInfo method, T1 first, T2 second, T3 third, T4 fourth)
    {
        var list = new ArgumentList(method);
        using var functions = FunctionScope.Open();
        list.Add(first);
        list.Add(second);
        list.Add(third);
        list.Add(fourth);
        return list;
    }

    public byte[] ToArray() => _writer.Written.ToArray();

    private void Add<T>(T value)
    {
        if (typeof(T) == typeof(None))
        {
            return;
        }

        if (value is CancellationToken token)
        {
            CancellationToken = CancellationToken.CanBeCanceled ? throw Twice("cancellation token") : token;
        }
        else if (ProgressReceiver.IsProgress(typeof(T)))
        {
            Progress = Progress is not null ? throw Twice("progress receiver") : ProgressReceiver.Of(value);
        }
        else
        {
            Write(value);
        }

        _count++;
    }

    private void Write<T>(T value)
    {
        try
        {
            ValueCodec<T>.Default.Write(_writer, value);
        }
        catch (CannotTravelException refusal)
        {
            throw refusal.Inside("argument", NameOfNext());
        }
    }

    private string NameOfNext()
    {
        var parameters = _method.GetParameters().SkipWhile(parameter => parameter.ParameterType == typeof(ProcessChannel));
        return parameters.ElementAtOrDefault(_count)?.Name ?? $"number {_count + 1}";
    }

    private static ArgumentException Twice(string what) => new($"A function can have one {what}.");

    /// <summary>Stands where there is no argument.</summary>
    private readonly struct None;
}
