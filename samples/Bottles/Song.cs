namespace Bottles;

/// <summary>Log files that grow: in each, bottles of another drink are counted down to the last.</summary>
/// <remarks>They are in a temporary folder; disposing ends the song and removes it.</remarks>
internal sealed class Song : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly string[] Drinks = ["beer", "juice", "water"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bottles-");
    private readonly CancellationTokenSource _end = new();
    private readonly Task _singing;

    private Song()
    {
        Logs = [.. Drinks.Select(drink => Path.Combine(_folder.FullName, $"{drink}.log"))];
        foreach (var log in Logs)
        {
            File.Create(log).Dispose(); // Before anyone follows it.
        }

        _singing = SingAsync();
    }

    public IReadOnlyList<string> Logs { get; }

    public static Song Begin() => new();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _singing;
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            _end.Dispose();
            _folder.Delete(recursive: true);
        }
    }

    private async Task SingAsync()
    {
        for (var left = 99; left > 0; left--)
        {
            foreach (var (drink, log) in Drinks.Zip(Logs))
            {
                await File.AppendAllTextAsync(log, $"{left} {(left == 1 ? "bottle" : "bottles")} of {drink} on the wall\n", _end.Token);
            }

            await Task.Delay(Pause, _end.Token);
        }
    }
}
