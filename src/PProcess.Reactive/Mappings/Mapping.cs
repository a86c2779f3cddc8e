namespace PProcess.Reactive.Mappings;

/// <summary>Turns a function of one input into what each input calls. The function is taken by value here, once.</summary>
internal static class Mapping
{
    public static Mapping<T> Of<T, TResult>(Func<T, TResult> function)
    {
        var reference = FunctionReference.Of(function);
        return new Mapping<T>(reference, static (calls, input) => calls.Add(input));
    }

    public static Mapping<T> Of<T, TResult>(Func<T, CancellationToken, TResult> function)
    {
        var reference = FunctionReference.Of(function);
        return new Mapping<T>(reference, static (calls, input) => calls.Add(input, CancellationToken.None));
    }

    public static Mapping<T> Of<T, TProgress, TResult>(Func<T, IProgress<TProgress>, TResult> function, IProgress<TProgress> progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var reference = FunctionReference.Of(function);
        return new Mapping<T>(reference, (calls, input) => calls.Add(input, progress));
    }

    public static Mapping<T> Of<T, TProgress, TResult>(Func<T, CancellationToken, IProgress<TProgress>, TResult> function, IProgress<TProgress> progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var reference = FunctionReference.Of(function);
        return new Mapping<T>(reference, (calls, input) => calls.Add(input, CancellationToken.None, progress));
    }

    public static Mapping<T> Of<T, TProgress, TResult>(Func<T, IProgress<TProgress>, CancellationToken, TResult> function, IProgress<TProgress> progress)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var reference = FunctionReference.Of(function);
        return new Mapping<T>(reference, (calls, input) => calls.Add(input, progress, CancellationToken.None));
    }
}

/// <summary>A function of one input, and how an input becomes a call of it.</summary>
internal sealed record Mapping<T>(FunctionReference Function, Action<InvocationBuffer, T> Add)
{
    /// <summary>Where the calls of a source's inputs are collected.</summary>
    public InvocationBuffer BufferFor(IAsyncEnumerable<T> source) => new(Function) { CopiesArrays = !Source.IsStored(source) };
}
