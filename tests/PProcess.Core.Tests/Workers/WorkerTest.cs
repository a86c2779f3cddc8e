using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Workers;

/// <summary>The base of the tests that need real processes: all of them are gone when the test has ended.</summary>
public abstract class WorkerTest() : ChannelContract(Launcher.LocalProcess);
