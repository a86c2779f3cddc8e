namespace PProcess.Core.Tests.Sharing;

public sealed class LocalProcessSharedBufferTests() : SharedBufferContract(Launcher.LocalProcess);

public sealed class InProcessSharedBufferTests() : SharedBufferContract(Launcher.InProcess);

public sealed class LocalProcessLargeValueTests() : LargeValueContract(Launcher.LocalProcess);

public sealed class InProcessLargeValueTests() : LargeValueContract(Launcher.InProcess);
