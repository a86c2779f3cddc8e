using Figures;

// The bare peer of the ping-pong: this same program, echoing.
if (args is ["echo"])
{
    PingPong.Echo();
    return 0;
}

var rounds = args is [var text] && int.TryParse(text, out var number) && number > 0 ? number : 15;
Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, medians of {rounds} rounds, alternating");
await ColdStart.MeasureAsync(rounds);
await PingPong.MeasureAsync(rounds);
await Throughput.MeasureAsync(Math.Min(rounds, 5));
await IdleMemory.MeasureAsync();
return 0;
