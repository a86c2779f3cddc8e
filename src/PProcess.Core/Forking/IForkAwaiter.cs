using System.Runtime.CompilerServices;

namespace PProcess.Forking;

/// <summary>By this the builder knows that an await is one at which the method goes on in two processes.</summary>
internal interface IForkAwaiter : ICriticalNotifyCompletion
{
    ForkPoint Point { get; }
}
