namespace PProcess.Background;

/// <summary>What a file is and whose, without following a link.</summary>
internal readonly record struct FileStatus(ulong Device, ulong Number, uint Owner, uint Mode)
{
    private const uint TypeMask = 0xF000;
    private const uint Sticky = 0x200;
    private const uint WritableByOthers = 2;
    private const uint OpenToOthers = 0x3F;

    public bool IsSocket => (Mode & TypeMask) == 0xC000;

    public bool IsRegular => (Mode & TypeMask) == 0x8000;

    public bool IsDirectory => (Mode & TypeMask) == 0x4000;

    public bool IsLink => (Mode & TypeMask) == 0xA000;

    /// <summary>Whether nobody but its owner can do anything with it.</summary>
    public bool IsPrivate => (Mode & OpenToOthers) == 0;

    /// <summary>Whether, of a directory, any user may replace files of others in it.</summary>
    public bool IsOpenToReplacement => (Mode & WritableByOthers) != 0 && (Mode & Sticky) == 0;

    public bool IsSameFile(FileStatus other) => Device == other.Device && Number == other.Number;
}
