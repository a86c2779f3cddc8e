using System.Runtime.CompilerServices;

namespace PProcess.Reactive.Tests.Fixtures;

/// <summary>A test that waits for others, and has a deadline.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProcessFactAttribute : FactAttribute
{
    public ProcessFactAttribute([CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber) => Timeout = TestDeadline.Milliseconds;
}
