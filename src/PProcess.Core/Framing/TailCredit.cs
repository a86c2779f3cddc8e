namespace PProcess.Framing;

/// <summary>How far the sender of large arrays can be believed: what it claims costs at most eight times as much memory as has arrived from it in all.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class TailCredit
{
    private const int SmallTail = 1024 * 1024;
    private const int LargestClaim = 8;

    private long _arrived;
    private long _claimed;

    /// <summary>Bytes of an array are there.</summary>
    public void OnArrived(int count) => _arrived += count;

    /// <summary>Whether to make an array of which not all has arrived.</summary>
    public bool TryClaim(int size)
    {
        if (size <= SmallTail)
        {
            return true;
        }

        if (_claimed + size > LargestClaim * _arrived)
        {
            return false;
        }

        _claimed += size;
        return true;
    }
}
