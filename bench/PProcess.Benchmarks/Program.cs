using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using PProcess.Benchmarks;

// The program that runs the benchmarks is built with the library, which is compiled ahead of time as well.
var config = ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(10));
BenchmarkSwitcher.FromAssembly(typeof(Messages).Assembly).Run(args, config);
