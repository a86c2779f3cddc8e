using System.Runtime.ExceptionServices;

namespace PProcess.Framing;

/// <summary>How an exception goes from a worker to its host.</summary>
/// <remarks>
/// The name of the type is text, and what it may become is limited: an exception type of an assembly that the host has loaded
/// already, built from the message and nothing else.
/// </remarks>
internal static class RemoteError
{
    private const int MaxText = 64 * 1024;

    public static void Write(MessageWriter writer, Exception error)
    {
        var type = error.GetType();
        writer.WriteString(type.FullName);
        writer.WriteString(type.Assembly.GetName().Name);
        writer.WriteString(Limited(Guarded(() => error.Message)));
        writer.WriteString(Limited(Guarded(() => error.StackTrace)));
        writer.WriteString(Limited(Guarded(error.ToString)));
    }

    public static Exception Read(ref MessageReader reader, int processId)
    {
        var typeName = reader.ReadString() ?? "";
        var assemblyName = reader.ReadString() ?? "";
        var message = reader.ReadString() ?? "";
        var stack = reader.ReadString() ?? "";
        var remote = new RemoteTaskException(processId, typeName, message, reader.ReadString() ?? "");
        var original = Build(typeName, assemblyName, message, remote);
        return stack.Length == 0 ? original : ExceptionDispatchInfo.SetRemoteStackTrace(original, stack);
    }

    private static Exception Build(string typeName, string assemblyName, string message, RemoteTaskException remote)
    {
        var assembly = AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => loaded.GetName().Name == assemblyName);
        var type = assembly?.GetType(typeName);
        if (type is null || type.IsAbstract || type.ContainsGenericParameters || !typeof(Exception).IsAssignableFrom(type))
        {
            return remote;
        }

        try
        {
            var built = (type.GetConstructor([typeof(string), typeof(Exception)])?.Invoke([message, remote])
                ?? type.GetConstructor([typeof(string)])?.Invoke([message])) as Exception;

            // A constructor that makes up a message of its own would hide what was said.
            return built?.Message == message ? built : remote;
        }
        catch (Exception)
        {
            return remote; // The constructor is user code; whatever it throws says nothing about the task.
        }
    }

    private static string Limited(string text) => text.Length <= MaxText ? text : text[..MaxText];

    private static string Guarded(Func<string?> read)
    {
        try
        {
            return read() ?? "";
        }
        catch (Exception error)
        {
            return $"(reading this threw {error.GetType()})"; // An exception's own members may throw.
        }
    }
}
