namespace PProcess.Reactive.Tests.Contracts;

public sealed class InProcessMapStreams : MapStreamContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessFunctionForms : FunctionFormContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessValues : ValueContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessPulling : PullingContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessQueues : QueueContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessContinuous : ContinuousContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessMaps : MapContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessExchanges : ExchangeContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessStoring : StoringContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessRefusals : RefusalContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessOrder : OrderContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessObservables : ObservableContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessStarting : StartContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessWatching : WatchingContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessConversations : ConversationContract { protected override Launcher Launcher => Launcher.InProcess; }

public sealed class InProcessWithdrawals : WithdrawalContract { protected override Launcher Launcher => Launcher.InProcess; }
