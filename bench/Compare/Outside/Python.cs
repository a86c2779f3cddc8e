using System.Diagnostics;
using Compare.Measuring;

namespace Compare.Outside;

/// <summary>The Python that the user's own scripts would run with.</summary>
internal sealed class Python : Interpreter
{
    public override Task<ProcessStartInfo> CommandAsync() => IsInstalled("python3")
        ? Task.FromResult(new ProcessStartInfo("python3", [Path.Combine(Folder("python"), "peer.py")]))
        : throw new MissingException("python3 is not installed");
}
