namespace PProcess.Core.Tests.Forking;

public sealed class LocalProcessForkTests() : ForkContract(Launcher.LocalProcess);

public sealed class InProcessForkTests() : ForkContract(Launcher.InProcess);

public sealed class LocalProcessForkEndTests() : ForkEndContract(Launcher.LocalProcess);

public sealed class InProcessForkEndTests() : ForkEndContract(Launcher.InProcess);
