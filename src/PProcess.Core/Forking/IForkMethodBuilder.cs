namespace PProcess.Forking;

/// <summary>A builder of methods that can go on in two processes.</summary>
internal interface IForkMethodBuilder
{
    /// <summary>Ends with the method.</summary>
    Task Task { get; }
}
