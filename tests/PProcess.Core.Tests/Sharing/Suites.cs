namespace PProcess.Core.Tests.Sharing;

public sealed class LocalProcessSharedBufferTests() : SharedBufferContract(Launcher.LocalProcess);

public sealed class InProcessSharedBufferTests() : SharedBufferContract(Launcher.InProcess);
