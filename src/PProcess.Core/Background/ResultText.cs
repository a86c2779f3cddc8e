using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PProcess.Framing;
using PProcess.Serialization;

namespace PProcess.Background;

/// <summary>A result as one line of JSON, for onlookers that do not know its type.</summary>
internal abstract class ResultText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        IncludeFields = true,
        ReferenceHandler = ReferenceHandler.IgnoreCycles,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static byte[] Of(StoredResult result)
    {
        var reader = new MessageReader(result.Body);
        if (result.IsFailure)
        {
            return OfFailure(ref reader);
        }

        if (SentTypes.Find(reader.ReadInt32()) is not { } type)
        {
            return JsonSerializer.SerializeToUtf8Bytes(new { bytes = result.Body }, Options);
        }

        var text = (ResultText)Activator.CreateInstance(typeof(Typed<>).MakeGenericType(type))!;
        return text.Write(ref reader);
    }

    public static byte[] OfLeftOut(int count) => JsonSerializer.SerializeToUtf8Bytes(new { leftOut = count }, Options);

    protected abstract byte[] Write(ref MessageReader reader);

    private static byte[] OfFailure(ref MessageReader reader)
    {
        var type = reader.ReadString();
        reader.ReadString();
        var message = reader.ReadString();
        return JsonSerializer.SerializeToUtf8Bytes(new { error = new { type, message, processId = Environment.ProcessId } }, Options);
    }

    private sealed class Typed<T> : ResultText
    {
        protected override byte[] Write(ref MessageReader reader)
        {
            T? value = default;
            try
            {
                value = ValueCodec<T>.Default.Read(ref reader);
                return JsonSerializer.SerializeToUtf8Bytes(value, Options);
            }
            catch (Exception)
            {
                // Properties and comparisons are user code, and not everything that travels can be put into JSON.
                return JsonSerializer.SerializeToUtf8Bytes(new { type = typeof(T).ToString(), text = Text(value) }, Options);
            }
        }

        private static string? Text(T? value)
        {
            try
            {
                return value?.ToString();
            }
            catch (Exception)
            {
                return null; // As above.
            }
        }
    }
}
