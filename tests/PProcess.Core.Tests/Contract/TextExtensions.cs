namespace PProcess.Core.Tests.Contract;

internal static class TextExtensions
{
    public static string Backwards(this string text) => string.Concat(text.Reverse());
}
