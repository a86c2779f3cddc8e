namespace PProcess.FaultHost;

/// <summary>A limit of this process, in force until it is disposed.</summary>
internal sealed class Limited(int resource, ulong value) : IDisposable
{
    private readonly ulong _before = Native.SetLimit(resource, value);

    public void Dispose() => Native.SetLimit(resource, _before);
}
