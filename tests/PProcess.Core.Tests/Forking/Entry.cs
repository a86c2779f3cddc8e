namespace PProcess.Core.Tests.Forking;

/// <summary>Something to be disposed.</summary>
internal sealed class Entry(Ledger ledger) : IDisposable
{
    public void Dispose() => ledger.Disposals++;
}
