namespace PProcess.Generators;

/// <summary>One way to write a map: where items come from, what the function takes and returns, how it is limited.</summary>
internal sealed class Form(string sourceType, IReadOnlyList<string> functionTypes, bool returnsTask, bool hasLimit)
{
    public const string ProgressType = "global::System.IProgress<TProgress>";
    public const string Observable = "global::System.IObservable";

    private const string Enumerable = "global::System.Collections.Generic.IEnumerable";
    private const string AsyncEnumerable = "global::System.Collections.Generic.IAsyncEnumerable";
    private const string TokenType = "global::System.Threading.CancellationToken";

    private static readonly bool[] NoAndYes = [false, true];
    private static readonly string[] SourceTypes = [Enumerable, AsyncEnumerable, Observable];
    private static readonly string[][] Shapes =
        [[], [TokenType], [ProgressType], [TokenType, ProgressType], [ProgressType, TokenType]];

    /// <summary>The type, without its argument, of the source.</summary>
    public string SourceType => sourceType;

    /// <summary>What the function takes after the item.</summary>
    public IReadOnlyList<string> FunctionTypes => functionTypes;

    public bool ReturnsTask => returnsTask;

    public bool HasLimit => hasLimit;

    public bool HasProgress => functionTypes.Contains(ProgressType);

    public bool IsObservable => sourceType == Observable;

    private bool IsTemplate => sourceType == Enumerable && functionTypes.Count == 0 && !returnsTask && !hasLimit;

    /// <summary>All forms but the template's own.</summary>
    public static IEnumerable<Form> All(bool withTasks)
        => from source in SourceTypes
           from shape in Shapes
           from task in withTasks ? NoAndYes : [false]
           from limit in NoAndYes
           let form = new Form(source, shape, task, limit)
           where !form.IsTemplate
           select form;
}
