namespace PProcess.Core.Tests.Contract;

public sealed class LocalProcessFunctionTests() : FunctionContract(Launcher.LocalProcess);

public sealed class InProcessFunctionTests() : FunctionContract(Launcher.InProcess);

public sealed class LocalProcessSignatureTests() : SignatureContract(Launcher.LocalProcess);

public sealed class InProcessSignatureTests() : SignatureContract(Launcher.InProcess);
