using Figures;

// The bare peers: this same program, echoing.
if (args is ["echo"])
{
    PingPong.Echo();
    return 0;
}

if (args is ["mirror"])
{
    LargeValues.Mirror();
    return 0;
}

if (args is ["large"])
{
    await LargeValues.MeasureAsync(15);
    return 0;
}

var rounds = args is [var text] && int.TryParse(text, out var number) && number > 0 ? number : 15;
Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, medians of {rounds} rounds, alternating");
await ColdStart.MeasureAsync(rounds);
await PingPong.MeasureAsync(rounds);
await Throughput.MeasureAsync(Math.Min(rounds, 5));
await LargeValues.MeasureAsync(rounds);
await IdleMemory.MeasureAsync();
return 0;
