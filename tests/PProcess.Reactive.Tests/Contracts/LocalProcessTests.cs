namespace PProcess.Reactive.Tests.Contracts;

public sealed class LocalProcessMapStreams : MapStreamContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessFunctionForms : FunctionFormContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessValues : ValueContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessPulling : PullingContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessQueues : QueueContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessContinuous : ContinuousContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessMaps : MapContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessExchanges : ExchangeContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessStoring : StoringContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessRefusals : RefusalContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessOrder : OrderContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessObservables : ObservableContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessStarting : StartContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessWatching : WatchingContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessConversations : ConversationContract { protected override Launcher Launcher => Launcher.LocalProcess; }

public sealed class LocalProcessWithdrawals : WithdrawalContract { protected override Launcher Launcher => Launcher.LocalProcess; }
