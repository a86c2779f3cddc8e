using System.Runtime.CompilerServices;
using System.Text;
using PProcess;

namespace Bottles;

/// <summary>Follows a file that grows.</summary>
internal static class GrowingFile
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs in a process of its own, and sends every line.</summary>
    public static async Task SendLinesAsync(ProcessChannel search, string path, CancellationToken cancellationToken)
    {
        await foreach (var text in ReadLinesAsync(path, cancellationToken))
        {
            await search.SendAsync(new Line(path, text), cancellationToken);
        }
    }

    /// <summary>Gives the lines that are there, and then, without an end, each line that is added, once it is whole.</summary>
    private static async IAsyncEnumerable<string> ReadLinesAsync(string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var buffer = new char[4096];
        var line = new StringBuilder();
        while (true)
        {
            var count = await reader.ReadAsync(buffer, cancellationToken);
            if (count == 0)
            {
                await Task.Delay(Pause, cancellationToken);
            }

            for (var i = 0; i < count; i++)
            {
                if (buffer[i] != '\n')
                {
                    line.Append(buffer[i]);
                    continue;
                }

                yield return line.ToString().TrimEnd('\r');
                line.Clear();
            }
        }
    }
}
