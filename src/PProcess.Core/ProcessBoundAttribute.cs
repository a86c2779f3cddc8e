namespace PProcess;

/// <summary>Says that objects of a type belong to the process that made them: in a created process (<see cref="ProcessChannel.Create"/>) they are null.</summary>
/// <remarks>
/// Channels, exchanges, queues and maps have it. Derived types inherit it; private helpers nested in the type itself, such as its
/// enumerators, share it. Arguments and messages do not know it: there such an object is refused.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class ProcessBoundAttribute : Attribute;
