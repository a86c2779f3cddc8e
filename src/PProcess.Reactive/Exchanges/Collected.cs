namespace PProcess.Reactive.Exchanges;

/// <summary>A channel that results are collected from, where they go, and the task, where it was started here.</summary>
internal sealed record Collected<T>(ProcessChannel Channel, IResultPlace<T> Place, ExchangeTask? Task)
{
    /// <summary>Takes the results until there are no more, or none is wanted; a failure is a result like any other.</summary>
    /// <param name="takesAll">Whether more than the first is wanted.</param>
    /// <param name="isRemoved">Whether none is wanted any more.</param>
    public async Task TakeResultsAsync(bool takesAll, Func<ProcessChannel, bool> isRemoved)
    {
        Exception? failure = null;
        try
        {
            var before = Channel.BytesReceived;
            await foreach (var result in Channel.ReadAllAsync<T>().ConfigureAwait(false))
            {
                if (isRemoved(Channel))
                {
                    throw new InvalidOperationException("The channel was removed before its results had come.");
                }

                var bytes = Channel.BytesReceived - before;
                before += bytes;
                await Place.AddAsync(result, bytes).ConfigureAwait(false);
                if (!takesAll)
                {
                    break;
                }
            }
        }
        catch (Exception error)
        {
            failure = error;
        }

        Place.Complete(failure);
    }
}
