using System.Globalization;
using System.Runtime.CompilerServices;
using PProcess;
using PProcess.Reactive;

// The code of the README, in its order.
double[] numbers = [2, 9, 16, 144];

await foreach (var root in numbers.PMap(x => Math.Sqrt(x), limit: 4))
{
    Console.WriteLine(root.ToString(CultureInfo.InvariantCulture));
}

string[] texts = ["12", "twelve", "13"];

await foreach (var outcome in texts.PMapOutcomes(text => int.Parse(text, CultureInfo.InvariantCulture)))
{
    Console.WriteLine(outcome.Error is { } error ? $"{outcome.Input}: {error.Message}" : $"{outcome.Value}");
}

await using var map = new ProcessMap<int>(limit: 10);
for (var i = 0; i < 5; i++)
{
    for (var j = 0; j < 5; j++)
    {
        map.Start(Multiply, i, j); // never waits
    }
}

var last = await map[^1]; // waits for just that one
await foreach (var product in map)
{
    Console.Write($"{product} ");
}

Console.WriteLine($"(the last one: {last})");

await using var queue = new ProcessQueue<string>(limit: 4);
var describe = queue.Manage<int, int>(Describe);
describe(3, 4);
describe(5, 6);
await foreach (var text in queue)
{
    Console.WriteLine(text);
}

await using var channel = ProcessChannel.Start(Double, 3);
await channel.SendAsync(7);
Console.WriteLine(await channel.ReceiveAsync<string>());

using var table = new SharedBuffer<double>([1, 4, 9, 16]);
await foreach (var root in Enumerable.Range(0, 4).PMap(i => table.Memory.Span[i] = Math.Sqrt(table.Memory.Span[i]), limit: 2))
{
    Console.Write($"{root} ");
}

Console.WriteLine($"are in the table now, whose sum is {Sum(table)}");

await using var server = await ForkServer.StartAsync();
var once = new ExchangeOptions { Launcher = server, Reuse = false, Limit = 4 };
await foreach (var process in Enumerable.Range(0, 3).PMap(x => Environment.ProcessId, once))
{
    Console.WriteLine($"a task in process {process}, which it had for itself");
}

await Squares();
Console.WriteLine();

try
{
    await foreach (var _ in Enumerable.Range(0, 3).PMap(x => x == 2 ? Crash() : x, limit: 1))
    {
    }
}
catch (WorkerExitedException error)
{
    Console.WriteLine($"worker {error.ProcessId} ended with {error.ExitStatus}; this program did not");
}

using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(1));
try
{
    await foreach (var _ in Enumerable.Range(0, 3).PMap(x => Forever()).WithCancellation(deadline.Token))
    {
    }
}
catch (OperationCanceledException)
{
    Console.WriteLine("ended what would never have ended");
}

var survey = await BackgroundProcess.StartAsync("quickstart.socket", Survey, 3); // lives on when this program ends
Console.WriteLine($"process {survey.ProcessId} works at {survey.Address}");

await foreach (var finding in BackgroundQueue.Connect<string>("quickstart.socket")) // here, or in a later run
{
    Console.WriteLine(finding);
}

var careful = new ExchangeOptions { Limit = 2, Timeout = TimeSpan.FromSeconds(2), Retries = 1, MaxTasksPerWorker = 100 };
await foreach (var outcome in Enumerable.Range(0, 3).PMapOutcomes(x => x == 1 ? Forever() : RunningTask.Attempt, careful))
{
    Console.WriteLine($"{outcome.Input}: {outcome.Error?.GetType().Name ?? $"attempt {outcome.Value}"}");
}

static double Sum(SharedBuffer<double> table)
{
    var sum = 0.0;
    foreach (var value in table.Memory.Span)
    {
        sum += value;
    }

    return sum;
}

static int Multiply(int i, int j) => i * j;

static string Describe(int i, int j) => $"{i} by {j}, computed in process {Environment.ProcessId}";

static async Task Double(ProcessChannel channel, int times)
{
    await foreach (var number in channel.ReadAllAsync<int>())
    {
        await channel.SendAsync($"{times} times {number} is {times * number}");
    }
}

[AsyncMethodBuilder(typeof(ForkMethodBuilder))]
static async Task Squares()
{
    await using var squares = new ProcessMap<int>(limit: 10);
    for (var i = 0; i < 5; i++)
    {
        if (await squares.Create() is { } child) // null in the creating process
        {
            await child.SendAsync(i * i);
            await child.ExitAsync();
        }
    }

    await foreach (var square in squares)
    {
        Console.Write($"{square} ");
    }
}

static async IAsyncEnumerable<string> Survey(int places)
{
    for (var place = 1; place <= places; place++)
    {
        await Task.Delay(10); // stands for work
        yield return $"place {place} surveyed";
    }
}

static int Crash()
{
    Environment.Exit(3);
    return 0;
}

static int Forever()
{
    while (true)
    {
    }
}
