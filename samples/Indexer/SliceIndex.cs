using System.Text;
using System.Text.RegularExpressions;

namespace Indexer;

/// <summary>The words of a few files, made in a child process.</summary>
/// <param name="Lines">Each word with the numbers of the files, within the slice, and of the lines in which it occurs.</param>
/// <param name="Problems">The numbers of the files that could not be read, and why.</param>
internal sealed partial record SliceIndex(Dictionary<string, List<(int File, int Line)>> Lines, List<(int File, string Message)> Problems)
{
    private static readonly UTF8Encoding Text = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>How many of the files are texts.</summary>
    public int Texts { get; private set; }

    public static SliceIndex Of(string[] files)
    {
        var index = new SliceIndex([], []);
        for (var file = 0; file < files.Length; file++)
        {
            try
            {
                // What says that it is empty has no words, or is a pipe that would be waited for.
                string[] lines = new FileInfo(files[file]).Length > 0 ? File.ReadAllLines(files[file], Text) : [];
                index.Add(file, lines);
                index.Texts++;
            }
            catch (DecoderFallbackException)
            {
                // A file that is no text is nothing to report.
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                index.Problems.Add((file, error.Message));
            }
        }

        return index;
    }

    private void Add(int file, string[] lines)
    {
        for (var line = 0; line < lines.Length; line++)
        {
            foreach (var word in WordPattern().Matches(lines[line]).Select(match => match.Value.ToLowerInvariant()).Distinct())
            {
                if (!Lines.TryGetValue(word, out var places))
                {
                    Lines.Add(word, places = []);
                }

                places.Add((file, line + 1));
            }
        }
    }

    [GeneratedRegex(@"\w+", RegexOptions.CultureInvariant)]
    private static partial Regex WordPattern();
}
