using System.Runtime.CompilerServices;
using PProcess.Framing;
using PProcess.Workers;

namespace PProcess.Functions;

/// <summary>Calls a function of one delegate type: reads its arguments, and sends what it returns.</summary>
/// <remarks>
/// A function has at most a channel and four arguments, or an input with a token and a progress receiver.
/// Each type of invoker puts the only one of its kind into the table when it is initialized: the runtime's ways to make an object
/// of a type that is known at run time only, and a concurrent table, cost a cold worker a millisecond.
/// </remarks>
internal abstract class Invoker
{
    private static readonly Dictionary<Type, Invoker> Invokers = []; // Also the lock that guards it.

    private static readonly Type[] Functions =
        [typeof(Func0<>), typeof(Func1<,>), typeof(Func2<,,>), typeof(Func3<,,,>), typeof(Func4<,,,,>), typeof(Func5<,,,,,>)];

    private static readonly Type[] Actions =
        [typeof(Action0), typeof(Action1<>), typeof(Action2<,>), typeof(Action3<,,>), typeof(Action4<,,,>), typeof(Action5<,,,,>)];

    /// <summary>Runs the function to its end, and hands its result to the task.</summary>
    public abstract ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task);

    public static Invoker For(Delegate function)
    {
        var type = function.GetType();
        lock (Invokers)
        {
            if (!Invokers.TryGetValue(type, out var invoker))
            {
                RuntimeHelpers.RunClassConstructor(TypeFor(type).TypeHandle);
                invoker = Invokers[type];
            }

            return invoker;
        }
    }

    private static Type TypeFor(Type function)
    {
        var definition = function.IsGenericType ? function.GetGenericTypeDefinition() : function;
        var (invokers, arity) = Array.IndexOf(DelegateTypes.Functions, definition) is >= 0 and var count
            ? (Functions, count)
            : (Actions, Array.IndexOf(DelegateTypes.Actions, definition));
        if (arity < 0)
        {
            throw new ProtocolException($"A task's function is a {function}, which no worker calls.");
        }

        return function.IsGenericType ? invokers[arity].MakeGenericType(function.GetGenericArguments()) : invokers[arity];
    }

    private static ValueTask Done(TaskContext task) => task.SendResultAsync();

    internal sealed class Func0<R> : Invoker
    {
        static Func0() => Invokers[typeof(Func<R>)] = new Func0<R>();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(((Func<R>)function)(), task);
    }

    internal sealed class Func1<A, R> : Invoker
    {
        static Func1() => Invokers[typeof(Func<A, R>)] = new Func1<A, R>();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(((Func<A, R>)function)(Argument<A>.Read(ref message, task)), task);
    }

    internal sealed class Func2<A, B, R> : Invoker
    {
        static Func2() => Invokers[typeof(Func<A, B, R>)] = new Func2<A, B, R>();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(((Func<A, B, R>)function)(Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task)), task);
    }

    internal sealed class Func3<A, B, C, R> : Invoker
    {
        static Func3() => Invokers[typeof(Func<A, B, C, R>)] = new Func3<A, B, C, R>();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(
                ((Func<A, B, C, R>)function)(Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task)),
                task);
    }

    internal sealed class Func4<A, B, C, D, R> : Invoker
    {
        static Func4() => Invokers[typeof(Func<A, B, C, D, R>)] = new Func4<A, B, C, D, R>();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(
                ((Func<A, B, C, D, R>)function)(
                    Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task), Argument<D>.Read(ref message, task)),
                task);
    }

    internal sealed class Func5<A, B, C, D, E, R> : Invoker
    {
        static Func5() => Invokers[typeof(Func<A, B, C, D, E, R>)] = new Func5<A, B, C, D, E, R>();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(
                ((Func<A, B, C, D, E, R>)function)(
                    Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task),
                    Argument<D>.Read(ref message, task), Argument<E>.Read(ref message, task)),
                task);
    }

    internal sealed class Action0 : Invoker
    {
        static Action0() => Invokers[typeof(Action)] = new Action0();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action)function)();
            return Done(task);
        }
    }

    internal sealed class Action1<A> : Invoker
    {
        static Action1() => Invokers[typeof(Action<A>)] = new Action1<A>();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action<A>)function)(Argument<A>.Read(ref message, task));
            return Done(task);
        }
    }

    internal sealed class Action2<A, B> : Invoker
    {
        static Action2() => Invokers[typeof(Action<A, B>)] = new Action2<A, B>();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action<A, B>)function)(Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task));
            return Done(task);
        }
    }

    internal sealed class Action3<A, B, C> : Invoker
    {
        static Action3() => Invokers[typeof(Action<A, B, C>)] = new Action3<A, B, C>();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action<A, B, C>)function)(Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task));
            return Done(task);
        }
    }

    internal sealed class Action4<A, B, C, D> : Invoker
    {
        static Action4() => Invokers[typeof(Action<A, B, C, D>)] = new Action4<A, B, C, D>();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action<A, B, C, D>)function)(
                Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task), Argument<D>.Read(ref message, task));
            return Done(task);
        }
    }

    internal sealed class Action5<A, B, C, D, E> : Invoker
    {
        static Action5() => Invokers[typeof(Action<A, B, C, D, E>)] = new Action5<A, B, C, D, E>();

        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action<A, B, C, D, E>)function)(
                Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task),
                Argument<D>.Read(ref message, task), Argument<E>.Read(ref message, task));
            return Done(task);
        }
    }
}
