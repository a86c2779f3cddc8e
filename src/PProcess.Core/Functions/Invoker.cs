using System.Collections.Concurrent;
using PProcess.Framing;
using PProcess.Workers;

namespace PProcess.Functions;

/// <summary>Calls a function of one delegate type: reads its arguments, and sends what it returns.</summary>
/// <remarks>A function has at most a channel and four arguments, or an input with a token and a progress receiver.</remarks>
internal abstract class Invoker
{
    private static readonly ConcurrentDictionary<Type, Invoker> Invokers = [];

    private static readonly Type[] Functions =
        [typeof(Func0<>), typeof(Func1<,>), typeof(Func2<,,>), typeof(Func3<,,,>), typeof(Func4<,,,,>), typeof(Func5<,,,,,>)];

    private static readonly Type[] Actions =
        [typeof(Action0), typeof(Action1<>), typeof(Action2<,>), typeof(Action3<,,>), typeof(Action4<,,,>), typeof(Action5<,,,,>)];

    /// <summary>Runs the function to its end, and hands its result to the task.</summary>
    public abstract ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task);

    public static Invoker For(Delegate function) => Invokers.GetOrAdd(function.GetType(), Create);

    private static Invoker Create(Type type)
    {
        var arguments = type.GetGenericArguments();
        var isFunction = type.Name.StartsWith("Func", StringComparison.Ordinal);
        var invokers = isFunction ? Functions : Actions;
        var arity = isFunction ? arguments.Length - 1 : arguments.Length;
        if (type.Namespace != "System" || arity < 0 || arity >= invokers.Length)
        {
            throw new ProtocolException($"A task's function is a {type}, which no worker calls.");
        }

        var invoker = invokers[arity];
        return (Invoker)Activator.CreateInstance(invoker.IsGenericTypeDefinition ? invoker.MakeGenericType(arguments) : invoker)!;
    }

    private static ValueTask Done(TaskContext task) => task.SendResultAsync();

    internal sealed class Func0<R> : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(((Func<R>)function)(), task);
    }

    internal sealed class Func1<A, R> : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(((Func<A, R>)function)(Argument<A>.Read(ref message, task)), task);
    }

    internal sealed class Func2<A, B, R> : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(((Func<A, B, R>)function)(Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task)), task);
    }

    internal sealed class Func3<A, B, C, R> : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(
                ((Func<A, B, C, R>)function)(Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task)),
                task);
    }

    internal sealed class Func4<A, B, C, D, R> : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(
                ((Func<A, B, C, D, R>)function)(
                    Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task), Argument<D>.Read(ref message, task)),
                task);
    }

    internal sealed class Func5<A, B, C, D, E, R> : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task) =>
            Returned<R>.SendAsync(
                ((Func<A, B, C, D, E, R>)function)(
                    Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task),
                    Argument<D>.Read(ref message, task), Argument<E>.Read(ref message, task)),
                task);
    }

    internal sealed class Action0 : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action)function)();
            return Done(task);
        }
    }

    internal sealed class Action1<A> : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action<A>)function)(Argument<A>.Read(ref message, task));
            return Done(task);
        }
    }

    internal sealed class Action2<A, B> : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action<A, B>)function)(Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task));
            return Done(task);
        }
    }

    internal sealed class Action3<A, B, C> : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action<A, B, C>)function)(Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task));
            return Done(task);
        }
    }

    internal sealed class Action4<A, B, C, D> : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action<A, B, C, D>)function)(
                Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task), Argument<D>.Read(ref message, task));
            return Done(task);
        }
    }

    internal sealed class Action5<A, B, C, D, E> : Invoker
    {
        public override ValueTask InvokeAsync(Delegate function, MessageReader message, TaskContext task)
        {
            ((Action<A, B, C, D, E>)function)(
                Argument<A>.Read(ref message, task), Argument<B>.Read(ref message, task), Argument<C>.Read(ref message, task),
                Argument<D>.Read(ref message, task), Argument<E>.Read(ref message, task));
            return Done(task);
        }
    }
}
