namespace PProcess.FaultHost;

/// <summary>A child of this process.</summary>
internal sealed record ChildProcess(int Id, bool IsZombie)
{
    public static ChildProcess? TryRead(int id)
    {
        try
        {
            // The name in parentheses may hold anything; behind it come the state and the parent.
            var line = File.ReadAllText($"/proc/{id}/stat");
            var parts = line[(line.LastIndexOf(')') + 2)..].Split(' ');
            return parts[1] == $"{Environment.ProcessId}" ? new ChildProcess(id, parts[0] == "Z") : null;
        }
        catch (IOException)
        {
            return null; // It has ended meanwhile.
        }
    }
}
