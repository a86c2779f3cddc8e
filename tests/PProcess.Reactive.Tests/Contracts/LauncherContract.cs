using PProcess.Reactive.Tests.Fixtures;

namespace PProcess.Reactive.Tests.Contracts;

/// <summary>What holds whichever launcher makes the workers.</summary>
public abstract class LauncherContract : ProcessTest
{
    protected abstract Launcher Launcher { get; }

    protected ExchangeOptions With(int? limit = 2, bool? reuse = null, bool continuous = false) =>
        new() { Limit = limit, Reuse = reuse, Continuous = continuous, Launcher = Launcher };
}
