namespace PProcess.Forking;

/// <summary>A method that waits for a fork: so wrapped, its state machine travels; as a member of something else it does not.</summary>
internal readonly record struct Suspended<TStateMachine>(TStateMachine Method);
