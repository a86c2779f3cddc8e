using PProcess.Reactive;

var pids = new HashSet<int>();
var sum = 0;
await foreach (var (square, pid) in Enumerable.Range(1, 100).PMap(x => (x * x, Environment.ProcessId), limit: 2))
{
    sum += square;
    pids.Add(pid);
}

Console.WriteLine($"sum {sum}, computed in {pids.Count} other processes");
return sum == 338350 && pids.Count is 1 or 2 && !pids.Contains(Environment.ProcessId) ? 0 : 1;
