namespace PProcess.Core.Tests.Contract;

public sealed class LocalProcessFunctionTests() : FunctionContract(Launcher.LocalProcess);

public sealed class InProcessFunctionTests() : FunctionContract(Launcher.InProcess);

public sealed class LocalProcessSignatureTests() : SignatureContract(Launcher.LocalProcess);

public sealed class InProcessSignatureTests() : SignatureContract(Launcher.InProcess);

public sealed class LocalProcessMessageTests() : MessageContract(Launcher.LocalProcess);

public sealed class InProcessMessageTests() : MessageContract(Launcher.InProcess);

public sealed class LocalProcessPipeTests() : PipeContract(Launcher.LocalProcess);

public sealed class InProcessPipeTests() : PipeContract(Launcher.InProcess);

public sealed class LocalProcessFailureTests() : FailureContract(Launcher.LocalProcess);

public sealed class InProcessFailureTests() : FailureContract(Launcher.InProcess);

public sealed class LocalProcessEndTests() : EndContract(Launcher.LocalProcess);

public sealed class InProcessEndTests() : EndContract(Launcher.InProcess);

public sealed class LocalProcessWorkerTests() : WorkerContract(Launcher.LocalProcess);

public sealed class InProcessWorkerTests() : WorkerContract(Launcher.InProcess);
