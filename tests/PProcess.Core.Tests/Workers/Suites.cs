namespace PProcess.Core.Tests.Workers;

public sealed class LocalProcessDeathTests() : WorkerDeathContract(Launcher.LocalProcess);

public sealed class LocalProcessDeathAmongManyTests() : WorkerDeathAmongManyContract(Launcher.LocalProcess);

public sealed class LocalProcessStandardStreamTests() : StandardStreamContract(Launcher.LocalProcess);

public sealed class LocalProcessDeepValueTests() : DeepValueContract(Launcher.LocalProcess);

public sealed class LocalProcessEnvironmentTests() : WorkerEnvironmentContract(Launcher.LocalProcess);
