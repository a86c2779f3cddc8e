namespace PProcess.Serialization;

/// <summary>Whether functions may be part of what this thread writes or reads: only in what a host sends to a worker to call.</summary>
internal readonly struct FunctionScope : IDisposable
{
    [ThreadStatic]
    private static int _depth;

    public static bool IsOpen => _depth > 0;

    public static FunctionScope Open()
    {
        _depth++;
        return default;
    }

    public void Dispose() => _depth--;
}
