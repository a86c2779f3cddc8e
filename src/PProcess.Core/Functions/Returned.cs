using PProcess.Workers;

namespace PProcess.Functions;

/// <summary>What becomes of a function's return value: a value is the result, a task is awaited, a stream is sent piece by piece.</summary>
internal abstract class Returned<T>
{
    private static readonly Returned<T> Way = Create();

    public static ValueTask SendAsync(T value, TaskContext task) => Way.CompleteAsync(value, task);

    protected abstract ValueTask CompleteAsync(T value, TaskContext task);

    private static Returned<T> Create()
    {
        var type = typeof(T);
        object way = type switch
        {
            _ when type == typeof(Task) => new PlainTask(),
            _ when type == typeof(ValueTask) => new PlainValueTask(),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(Task<>) => Make(typeof(Returned<>.TaskOf<>)),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ValueTask<>) => Make(typeof(Returned<>.ValueTaskOf<>)),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>) => Make(typeof(Returned<>.StreamOf<>)),
            _ => new Value(),
        };
        return (Returned<T>)way;

        static object Make(Type definition) =>
            Activator.CreateInstance(definition.MakeGenericType([typeof(T), .. typeof(T).GetGenericArguments()]))!;
    }

    private static TReturned NotNull<TReturned>(TReturned? returned)
        where TReturned : class =>
        returned ?? throw new InvalidOperationException($"The function returned null where a {typeof(TReturned)} is awaited.");

    private sealed class Value : Returned<T>
    {
        protected override ValueTask CompleteAsync(T value, TaskContext task) => task.SendResultAsync(value);
    }

    // What is complete by now needs no state machine, of which a cold worker would have to compile a part first.
    private sealed class PlainTask : Returned<Task>
    {
        protected override ValueTask CompleteAsync(Task value, TaskContext task) =>
            NotNull(value).IsCompletedSuccessfully ? task.SendResultAsync() : AwaitAsync(value, task);

        private static async ValueTask AwaitAsync(Task value, TaskContext task)
        {
            await value.ConfigureAwait(false);
            await task.SendResultAsync().ConfigureAwait(false);
        }
    }

    private sealed class PlainValueTask : Returned<ValueTask>
    {
        protected override async ValueTask CompleteAsync(ValueTask value, TaskContext task)
        {
            await value.ConfigureAwait(false);
            await task.SendResultAsync().ConfigureAwait(false);
        }
    }

    private sealed class TaskOf<TResult> : Returned<Task<TResult>>
    {
        protected override ValueTask CompleteAsync(Task<TResult> value, TaskContext task) =>
            NotNull(value).IsCompletedSuccessfully ? task.SendResultAsync(value.GetAwaiter().GetResult()) : AwaitAsync(value, task);

        private static async ValueTask AwaitAsync(Task<TResult> value, TaskContext task) =>
            await task.SendResultAsync(await value.ConfigureAwait(false)).ConfigureAwait(false);
    }

    private sealed class ValueTaskOf<TResult> : Returned<ValueTask<TResult>>
    {
        protected override async ValueTask CompleteAsync(ValueTask<TResult> value, TaskContext task) =>
            await task.SendResultAsync(await value.ConfigureAwait(false)).ConfigureAwait(false);
    }

    private sealed class StreamOf<TItem> : Returned<IAsyncEnumerable<TItem>>
    {
        protected override async ValueTask CompleteAsync(IAsyncEnumerable<TItem> value, TaskContext task)
        {
            await foreach (var item in NotNull(value).WithCancellation(task.CancellationToken).ConfigureAwait(false))
            {
                await task.Channel.SendAsync(item, task.CancellationToken).ConfigureAwait(false);
            }

            await task.SendResultAsync().ConfigureAwait(false);
        }
    }
}
