// Each test may have a process of its own at work; two at a time keep the deadlines honest on small machines.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
