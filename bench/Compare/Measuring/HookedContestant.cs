using System.Globalization;
using Compare.Floors;

namespace Compare.Measuring;

/// <summary>One of ours in a process of its own that leaves it to the startup hook where its workers take over, as programs do that do nothing about it.</summary>
/// <param name="measure">The measure's name.</param>
/// <param name="isShort">Whether the measure is that of the short form.</param>
/// <param name="original">The same contestant here, where workers take over in <c>Main</c>. It is not run.</param>
internal sealed class HookedContestant(string measure, bool isShort, Contestant original) : Contestant(NameOf(original.Name), Side.Ours, original.Expected)
{
    private const char Separator = '\t';

    private FloorProcess? _process;
    private StreamReader? _samples;

    public static string NameOf(string original) => $"{original}, startup hook";

    /// <summary>The process's side: a round for each byte that comes.</summary>
    public static async Task ServeAsync(string measure, bool isShort, string name)
    {
        await using var contestant = Catalogue.Create(isShort).Where(known => known.Name == measure).SelectMany(known => known.Contestants()).First(known => known.Name == name);
        await contestant.PrepareAsync();
        using var rounds = Console.OpenStandardInput();
        while (rounds.ReadByte() >= 0)
        {
            var sample = await contestant.RunAsync();
            Console.WriteLine($"{sample.Result}{Separator}{sample.Values[0].ToString("R", CultureInfo.InvariantCulture)}");
        }
    }

    public override Task PrepareAsync()
    {
        _process = new FloorProcess(OtherSide.Hooked, measure, $"{isShort}", original.Name);
        _samples = new StreamReader(_process.AsyncOutput);
        return Task.CompletedTask;
    }

    public override async Task<Sample> RunAsync()
    {
        _process!.Input.WriteByte(0);
        var sample = (await _samples!.ReadLineAsync() ?? throw new InvalidOperationException($"The process of {Name} has ended.")).Split(Separator);
        return new Sample(sample[0], double.Parse(sample[1], CultureInfo.InvariantCulture));
    }

    protected override async Task EndAsync()
    {
        await using (_process)
        {
            _samples?.Dispose();
        }
    }
}
