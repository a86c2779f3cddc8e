namespace PProcess.Reactive.Tests.Contracts;

public sealed class InProcessMapStreams : MapStreamContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessFunctionForms : FunctionFormContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessValues : ValueContract { protected override Launcher Launcher => Launcher.InProcess; }
