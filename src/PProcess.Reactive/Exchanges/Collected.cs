namespace PProcess.Reactive.Exchanges;

/// <summary>A channel that results are collected from, where they go, and the task, where it was started here.</summary>
internal sealed record Collected<T>(ProcessChannel Channel, IResultPlace<T> Place, ExchangeTask? Task);
