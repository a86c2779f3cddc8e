namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>When a test that waits for others has waited for too long.</summary>
internal static class TestDeadline
{
    /// <summary>Generous, for the machine may be busy: a test that hangs fails, one that is late does not.</summary>
    public const int Milliseconds = 30_000;

    public static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Waits for what must happen before the test's deadline.</summary>
    public static Task InTimeAsync(this Task task) => task.WaitAsync(Token);

    /// <inheritdoc cref="InTimeAsync(Task)"/>
    public static Task<T> InTimeAsync<T>(this Task<T> task) => task.WaitAsync(Token);
}
