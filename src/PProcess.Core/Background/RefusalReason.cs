namespace PProcess.Background;

/// <summary>Why a background process was not started, or lets a client not in. Values are part of the protocol.</summary>
internal enum RefusalReason : byte
{
    Failed = 0,
    InUse = 1,
    OtherBuild = 2,
}
