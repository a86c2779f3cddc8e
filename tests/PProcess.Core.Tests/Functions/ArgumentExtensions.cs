namespace PProcess.Core.Tests.Functions;

internal static class ArgumentExtensions
{
    public static int Longer(this string text, int number) => text.Length + number;
}
