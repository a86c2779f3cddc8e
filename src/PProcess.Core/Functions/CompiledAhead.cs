namespace PProcess.Functions;

/// <summary>Names the generic code that functions of primitives and texts need, so that it is compiled with this library, not by each cold worker.</summary>
/// <remarks>Never called: to be named somewhere is all that it takes.</remarks>
internal static class CompiledAhead
{
    public static object[] Parts(ProcessChannel channel) =>
    [
        Of<bool>(channel), Of<byte>(channel), Of<char>(channel), Of<int>(channel), Of<long>(channel), Of<float>(channel), Of<double>(channel), Of<object>(channel),
    ];

    private static object[] Of<T>(ProcessChannel channel) =>
    [
        new Invoker.Action1<T>(),
        new Invoker.Func0<T>(),
        new Invoker.Func1<T, bool>(),
        new Invoker.Func1<T, int>(),
        new Invoker.Func1<T, long>(),
        new Invoker.Func1<T, double>(),
        new Invoker.Func1<T, object>(),
        new Invoker.Func2<object, T, object>(),
        new Func<T, CancellationToken, ValueTask>(channel.SendAsync),
        new Func<CancellationToken, ValueTask<T>>(channel.ReceiveAsync<T>),
    ];
}
