using System.Runtime.Versioning;

// Each case has many processes at work; two at a time keep the deadlines honest on small machines.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]

// The faults are made with what Linux offers.
[assembly: SupportedOSPlatform("linux")]
