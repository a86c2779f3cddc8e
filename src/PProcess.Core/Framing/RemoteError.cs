using System.Reflection;
using System.Runtime.ExceptionServices;

namespace PProcess.Framing;

/// <summary>How an exception goes from a worker to its host.</summary>
/// <remarks>
/// The name of the type is text, and what it may become is limited: an exception type of an assembly that belongs to the program
/// or that the host has loaded already, built from the message and nothing else.
/// </remarks>
internal static class RemoteError
{
    private const int MaxText = 64 * 1024;
    private const int MaxDepth = 200;
    private const int MaxCount = 10_000;
    private const string WithoutInner = "(its inner exceptions are left out: they form a cycle, or are too many)";

    private static readonly HashSet<string> ProgramAssemblies = [..
        (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(path => Path.GetFileNameWithoutExtension(path))];

    public static void Write(MessageWriter writer, Exception error)
    {
        var type = error.GetType();
        writer.WriteString(type.FullName);
        writer.WriteString(type.Assembly.GetName().Name);
        var isBounded = IsBounded(error);
        var message = isBounded || error is not AggregateException ? Guarded(() => error.Message) : WithoutInner;
        var stack = Guarded(() => error.StackTrace);
        writer.WriteString(Limited(message));
        writer.WriteString(Limited(stack));
        writer.WriteString(Limited(isBounded ? Guarded(error.ToString) : $"{type}: {message}{Environment.NewLine}{stack}{Environment.NewLine}{WithoutInner}"));
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
        try
        {
            var type = FindAssembly(assemblyName)?.GetType(typeName);
            if (type is null || type.IsAbstract || type.ContainsGenericParameters || !typeof(Exception).IsAssignableFrom(type))
            {
                return remote;
            }

            var built = (type.GetConstructor([typeof(string), typeof(Exception)])?.Invoke([message, remote])
                ?? type.GetConstructor([typeof(string)])?.Invoke([message])) as Exception;
            return built is not null && Says(built, message) ? built : remote;
        }
        catch (Exception)
        {
            return remote; // The constructor is user code; whatever it throws says nothing about the task.
        }
    }

    // Loaded by its simple name from the program's own list, so that the type does not depend on what the host has used before.
    private static Assembly? FindAssembly(string name) => ProgramAssemblies.Contains(name)
        ? Assembly.Load(new AssemblyName(name))
        : AppDomain.CurrentDomain.GetAssemblies().FirstOrDefault(loaded => loaded.GetName().Name == name);

    // A constructor that makes up a message of its own would hide what was said; an aggregate's adds those of what it holds.
    private static bool Says(Exception built, string message) =>
        built is AggregateException ? built.Message.StartsWith(message, StringComparison.Ordinal) : built.Message == message;

    // The members of an exception recurse into its inner ones, and an overflow of the stack ends the process.
    private static bool IsBounded(Exception error)
    {
        var open = new Stack<(Exception Error, int Depth)>([(error, 0)]);
        for (var count = 0; open.TryPop(out var next); count++)
        {
            if (next.Depth == MaxDepth || count == MaxCount)
            {
                return false;
            }

            if (next.Error.InnerException is { } inner)
            {
                open.Push((inner, next.Depth + 1));
            }

            // The first is the inner exception as well.
            foreach (var other in next.Error is AggregateException aggregate ? aggregate.InnerExceptions.Skip(1) : [])
            {
                open.Push((other, next.Depth + 1));
            }
        }

        return true;
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
