namespace Tutorial.CommandLine;

/// <summary>An example: the name it is chosen by, what it shows, and how it runs.</summary>
internal sealed record Example(string Name, string Description, Func<Settings, Task> RunAsync)
{
    /// <summary>All examples, in the order in which they are best read.</summary>
    public static IReadOnlyList<Example> All { get; } =
    [
        new("simple", "Sequential: two loops.", Simple.Run),
        new("simple1", "Sequential: a function, results in the order of the calls.", Simple1.Run),
        new("simple2", "Sequential: a function whose results say where they belong.", Simple2.Run),
        new("simple_map", "Sequential: a function over a sequence of inputs.", SimpleMap.Run),
        new("simple_pmap", "PMap: the same in child processes, results in the order of the inputs.", SimplePmap.RunAsync),
        new("simple_pmap_iter", "PMap: each result is printed as it comes.", SimplePmapIter.RunAsync),
        new("simple_managed_map", "Map and a managed function: results in the order of the calls.", SimpleManagedMap.RunAsync),
        new("simple_managed_map_reusable", "Map whose processes are reused.", SimpleManagedMapReusable.RunAsync),
        new("simple_managed_queue", "Queue and a managed function: results in the order of arrival.", SimpleManagedQueue.RunAsync),
        new("simple_managed", "An exchange of your own and a managed function.", SimpleManaged.RunAsync),
        new("simple_start", "An exchange of your own and a function that sends through its channel.", SimpleStart.RunAsync),
        new("simple_start_queue", "Queue and a function that sends through its channel.", SimpleStartQueue.RunAsync),
        new("simple_create", "An exchange of your own, and the rest of the method in each created process.", SimpleCreate.RunAsync),
        new("simple_create_map", "Map, and the rest of the method in each created process.", SimpleCreateMap.RunAsync),
        new("simple_create_queue", "Queue, and the rest of the method in each created process.", SimpleCreateQueue.RunAsync),
        new("simple_continuous_queue", "Queue and functions that keep sending, one process for each row.", SimpleContinuousQueue.RunAsync),
        new("simple_background_queue", "A background process and its queue; --start and --reconnect in two runs.", SimpleBackgroundQueue.RunAsync),
        new("simple_persistent_managed", "Background processes and an exchange of your own; likewise.", SimplePersistentManaged.RunAsync),
        new("simple_persistent_queue", "Background processes and one queue for all of them; likewise.", SimplePersistentQueue.RunAsync),
    ];

    private Example(string name, string description, Action<Settings> run)
        : this(name, description, settings => { run(settings); return Task.CompletedTask; })
    {
    }
}
