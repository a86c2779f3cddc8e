using System.Runtime.InteropServices;

namespace PProcess.Launching;

/// <summary>Whether a descriptor can be read from, or has come to its end, as poll(2) lays it out.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollQuestion(int descriptor)
{
    private const short Readable = 1;

    public int Descriptor = descriptor;
    public short Asked = Readable;
    public short Answer;

    public readonly bool IsAnswered => Answer != 0;
}
