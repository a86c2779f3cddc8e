namespace PProcess.Generators;

/// <summary>A method is marked as a template and is none; the message becomes an error of the build.</summary>
internal sealed class TemplateException(string message) : Exception(message);
