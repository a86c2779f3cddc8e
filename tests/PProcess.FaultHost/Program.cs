using PProcess.FaultHost;

// A host for the fault tests: provokes the fault that its first argument names, and reports what came of it.
Report.Open();
await (args[0] switch
{
    "chaos" => new ChaosCase(args[1], TimeSpan.FromSeconds(double.Parse(args[2], Report.Culture))).RunAsync(),
    "stress" => new StressCase(int.Parse(args[1], Report.Culture), int.Parse(args[2], Report.Culture)).RunAsync(),
    "ends" => EndingHost.RunAsync(args[1], args.ElementAtOrDefault(2)),
    "starting" => StartingHost.RunAsync(),
    "interruptedstart" => new InterruptedStartCase(int.Parse(args[1], Report.Culture)).RunAsync(),
    "interrupted" => new InterruptedCase().RunAsync(),
    "flooded" => FloodedHost.RunAsync(),
    "hostile" => new HostileCase(args[1]).RunAsync(),
    "buffer" => new BufferCase(args[1], int.Parse(args[2], Report.Culture), int.Parse(args[3], Report.Culture)).RunAsync(),
    "descriptors" => new ShortageCase(DescriptorShortage.Instance).RunAsync(),
    "processes" => new ShortageCase(ProcessShortage.Instance).RunAsync(),
    "memory" => new MemoryCase().RunAsync(),
    "noisy" => new NoisyCase().RunAsync(),
    "beside" => new BesideCase().RunAsync(),
    "loss" => new LossCase().RunAsync(),
    "grandchildren" => new GrandchildrenCase().RunAsync(),
    _ => throw new ArgumentException($"There is no case {args[0]}."),
});
