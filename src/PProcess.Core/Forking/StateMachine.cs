using System.Reflection;
using PProcess.Serialization;

namespace PProcess.Forking;

/// <summary>An async method as the compiler has it: a structure in optimised builds, a class in others.</summary>
/// <remarks>The compiler's names: <c>&lt;&gt;1__state</c>, <c>&lt;&gt;t__builder</c>, <c>&lt;&gt;u__1</c> (an awaiter), <c>&lt;&gt;4__this</c>, <c>&lt;local&gt;5__2</c>, parameters as they are.</remarks>
internal static class StateMachine<TStateMachine>
{
    private const string AwaiterPrefix = "<>u__";

    private static readonly FieldInfo[] Fields = [.. TravellingType.FieldsOf(typeof(TStateMachine))];

    private static readonly FieldInfo Builder = Fields.Single(IsBuilder);

    private static readonly FieldInfo[] ForkAwaiters = [.. Fields.Where(field => IsAwaiter(field) && typeof(IForkAwaiter).IsAssignableFrom(field.FieldType))];

    /// <summary>What is copied: everything but the builder and the awaiters, which the created process has of its own.</summary>
    public static IEnumerable<FieldInfo> Carried => Fields.Where(held => !IsBuilder(held) && !IsAwaiter(held));

    /// <summary>Lets the await at which the method stands give the channel.</summary>
    public static void GiveChannel(ref TStateMachine stateMachine, ProcessChannel channel)
    {
        object boxed = stateMachine!;
        foreach (var field in ForkAwaiters)
        {
            field.SetValue(boxed, new ForkAwaiter<ProcessChannel>(new ForkPoint<ProcessChannel>(channel)));
        }

        stateMachine = (TStateMachine)boxed;
    }

    /// <summary>The task of a method that has been moved on.</summary>
    public static Task TaskOf(TStateMachine stateMachine) => ((IForkMethodBuilder)Builder.GetValue(stateMachine)!).Task;

    private static bool IsAwaiter(FieldInfo field) => field.Name.StartsWith(AwaiterPrefix, StringComparison.Ordinal);

    private static bool IsBuilder(FieldInfo field) => typeof(IForkMethodBuilder).IsAssignableFrom(field.FieldType);
}
