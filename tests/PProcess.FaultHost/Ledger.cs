namespace PProcess.FaultHost;

/// <summary>What became of the tasks: each has exactly one outcome.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly HashSet<int> _seen = [];
    private readonly SortedDictionary<string, int> _failures = [];
    private int _posted;
    private int _values;
    private int _failed;
    private int _repeated;

    public int Failed => _failed;

    public int Unfinished
    {
        get
        {
            lock (_gate)
            {
                return _posted - _values - _failed;
            }
        }
    }

    /// <summary>The next id.</summary>
    public int Post()
    {
        lock (_gate)
        {
            return _posted++;
        }
    }

    public void Succeeded(int id)
    {
        lock (_gate)
        {
            _values++;
            See(id);
        }
    }

    /// <summary>A task has failed; null where its id is not to be had.</summary>
    public void FailedWith(Exception error, int? id = null)
    {
        lock (_gate)
        {
            _failed++;
            _failures[error.GetType().Name] = _failures.GetValueOrDefault(error.GetType().Name) + 1;
            if (id is { } known)
            {
                See(known);
            }
        }
    }

    public void SayAll()
    {
        lock (_gate)
        {
            Report.Say("posted", _posted);
            Report.Say("values", _values);
            Report.Say("failed", _failed);
            Report.Say("lost", _posted - _values - _failed);
            Report.Say("repeated", _repeated);
            Report.Say("failures", string.Join(", ", _failures.Select(failure => $"{failure.Value} {failure.Key}")));
        }
    }

    private void See(int id)
    {
        if (id < 0 || id >= _posted || !_seen.Add(id))
        {
            _repeated++;
        }
    }
}
