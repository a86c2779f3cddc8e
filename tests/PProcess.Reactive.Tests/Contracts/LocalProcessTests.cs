namespace PProcess.Reactive.Tests.Contracts;

public sealed class LocalProcessMapStreams : MapStreamContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessFunctionForms : FunctionFormContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessValues : ValueContract { protected override Launcher Launcher => Launcher.LocalProcess; }
