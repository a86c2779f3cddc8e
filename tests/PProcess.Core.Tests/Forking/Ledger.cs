namespace PProcess.Core.Tests.Forking;

/// <summary>Counts what was disposed.</summary>
public sealed class Ledger
{
    public int Disposals { get; set; }
}
