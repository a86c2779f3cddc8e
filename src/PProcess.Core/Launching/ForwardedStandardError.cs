using System.Diagnostics.CodeAnalysis;

namespace PProcess.Launching;

/// <summary>This process's standard error, to which that of its workers is forwarded.</summary>
internal static class ForwardedStandardError
{
    [SuppressMessage("ApiDesign", "RS0030", Justification = "What a worker prints belongs on the program's standard error.")]
    private static readonly Stream Target = Platform.Current.HasStandardError ? Stream.Synchronized(Console.OpenStandardError()) : Stream.Null;

    public static async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            await Target.WriteAsync(bytes).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nobody reads this program's standard error any more; its workers' must be drained all the same.
        }
    }
}
