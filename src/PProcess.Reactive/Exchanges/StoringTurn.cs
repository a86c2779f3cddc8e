using System.Diagnostics.CodeAnalysis;

namespace PProcess.Reactive.Exchanges;

/// <summary>Lets one caller store at a time; what a caller calls while it stores is inside its turn.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The semaphore has no handle to free unless one is asked for.")]
internal sealed class StoringTurn
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly AsyncLocal<bool> _isInside = new();

    public async ValueTask RunAsync(Func<ValueTask> store, CancellationToken cancellationToken)
    {
        if (_isInside.Value)
        {
            await store().ConfigureAwait(false);
            return;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            _isInside.Value = true;
            await store().ConfigureAwait(false);
        }
        finally
        {
            _isInside.Value = false;
            _turn.Release();
        }
    }
}
