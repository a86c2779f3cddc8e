using System.Runtime.InteropServices;
using PProcess.Framing;

namespace PProcess.Sharing;

/// <summary>Where another process finds shared memory: under a descriptor of a process that has it.</summary>
/// <param name="Id">Which memory it is; its name holds it as well, so that nothing else is taken for it.</param>
/// <param name="ProcessId">A process that has it.</param>
/// <param name="Descriptor">Its descriptor there.</param>
/// <param name="Size">In bytes.</param>
internal readonly record struct MemoryReference(Guid Id, int ProcessId, int Descriptor, long Size)
{
    private const int GuidSize = 16;

    public void Write(MessageWriter writer)
    {
        var size = Size;
        Id.TryWriteBytes(writer.GetSpan(GuidSize));
        writer.Advance(GuidSize);
        writer.WriteInt32(ProcessId);
        writer.WriteInt32(Descriptor);
        writer.WriteBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in size)));
    }

    public static MemoryReference Read(ref MessageReader reader) => new(
        new Guid(reader.ReadBytes(GuidSize)), reader.ReadInt32(), reader.ReadInt32(), MemoryMarshal.Read<long>(reader.ReadBytes(sizeof(long))));
}
