namespace PProcess.Functions;

/// <summary>The calls of a reusable function that come through its channel, one message of arguments each.</summary>
internal static class ReceivedCalls
{
    public static async IAsyncEnumerable<Func<R>> Of<R>(Func<R> function, ProcessChannel channel)
    {
        await foreach (var _ in channel.ReadAllAsync<byte>().ConfigureAwait(false))
        {
            yield return function;
        }
    }

    public static async IAsyncEnumerable<Func<R>> Of<A, R>(Func<A, R> function, ProcessChannel channel)
    {
        await foreach (var a in channel.ReadAllAsync<A>().ConfigureAwait(false))
        {
            yield return () => function(a);
        }
    }

    public static async IAsyncEnumerable<Func<R>> Of<A, B, R>(Func<A, B, R> function, ProcessChannel channel)
    {
        await foreach (var (a, b) in channel.ReadAllAsync<(A, B)>().ConfigureAwait(false))
        {
            yield return () => function(a, b);
        }
    }

    public static async IAsyncEnumerable<Func<R>> Of<A, B, C, R>(Func<A, B, C, R> function, ProcessChannel channel)
    {
        await foreach (var (a, b, c) in channel.ReadAllAsync<(A, B, C)>().ConfigureAwait(false))
        {
            yield return () => function(a, b, c);
        }
    }

    public static async IAsyncEnumerable<Func<R>> Of<A, B, C, D, R>(Func<A, B, C, D, R> function, ProcessChannel channel)
    {
        await foreach (var (a, b, c, d) in channel.ReadAllAsync<(A, B, C, D)>().ConfigureAwait(false))
        {
            yield return () => function(a, b, c, d);
        }
    }
}
