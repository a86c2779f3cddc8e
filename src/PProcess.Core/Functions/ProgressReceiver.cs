using PProcess.Framing;
using PProcess.Serialization;

namespace PProcess.Functions;

/// <summary>The host's side of a progress parameter.</summary>
internal abstract class ProgressReceiver
{
    private ProgressReceiver()
    {
    }

    public static bool IsProgress(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IProgress<>);

    public static ProgressReceiver? Of<T>(T progress) => progress is null
        ? null
        : (ProgressReceiver)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(typeof(T).GetGenericArguments()), progress)!;

    /// <summary>Hands a report on to the user's object; what that throws is its own affair.</summary>
    public abstract void Report(ReadOnlyMemory<byte> report);

    private sealed class Typed<T>(IProgress<T> progress) : ProgressReceiver
    {
        public override void Report(ReadOnlyMemory<byte> report)
        {
            var reader = new MessageReader(report);
            var value = ValueCodec<T>.Default.Read(ref reader);
            try
            {
                progress.Report(value);
            }
            catch (Exception)
            {
                // A report has no caller to tell, and the task must not fail for who watches it.
            }
        }
    }
}
