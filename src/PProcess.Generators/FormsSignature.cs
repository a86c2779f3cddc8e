using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PProcess.Generators;

/// <summary>Gives a map the return type, type parameters, parameters and documentation of <paramref name="form"/>.</summary>
internal sealed class FormsSignature(Form form)
{
    public const string SourceName = "source";
    public const string FunctionName = "function";
    public const string ProgressName = "progress";
    public const string OptionsName = "options";
    public const string LimitName = "limit";
    public const string ResultName = "TResult";
    public const string ProgressTypeName = "TProgress";

    private const string ProgressTypeDocs =
        """<typeparam name="TProgress">The type of progress reports.</typeparam>""";
    private const string ProgressDocs =
        """<param name="progress">Receives what the function reports through its progress parameter.</param>""";
    private const string LimitDocs =
        """<param name="limit">How many tasks run at a time; null means no limit.</param>""";

    public static bool IsResult(TypeSyntax type) => type is IdentifierNameSyntax { Identifier.ValueText: ResultName };

    public MethodDeclarationSyntax Rewrite(MethodDeclarationSyntax method)
    {
        var types = method.TypeParameterList!.Parameters;
        var separators = method.ParameterList.Parameters.GetSeparators();
        var parameters = SyntaxFactory.SeparatedList(method.ParameterList.Parameters.Select(Rewrite), separators);
        if (form.HasProgress)
        {
            types = types.InsertSpaced(
                types.IndexOf(p => p.Identifier.ValueText == ResultName), SyntaxFactory.TypeParameter(ProgressTypeName));
            parameters = parameters.InsertSpaced(
                parameters.IndexOf(p => p.Identifier.ValueText == FunctionName) + 1, Parameter(Form.ProgressType, ProgressName));
        }

        return method
            .WithReturnType(form.IsObservable ? Renamed(method.ReturnType, Form.Observable) : method.ReturnType)
            .WithTypeParameterList(method.TypeParameterList.WithParameters(types))
            .WithParameterList(method.ParameterList.WithParameters(parameters));
    }

    /// <summary>The elements in place of the one that documents <paramref name="name"/>.</summary>
    public IEnumerable<XmlElementSyntax> Document(string name, XmlElementSyntax element) => name switch
    {
        ResultName when form.HasProgress => [Documentation.ParseElement(ProgressTypeDocs), element],
        FunctionName when form.HasProgress => [element, Documentation.ParseElement(ProgressDocs)],
        LimitName when form.HasLimit => [Documentation.ParseElement(LimitDocs)],
        _ => [element],
    };

    private static ParameterSyntax Parameter(string type, string name) => SyntaxFactory
        .Parameter(SyntaxFactory.Identifier(name))
        .WithType(SyntaxFactory.ParseTypeName(type).WithTrailingTrivia(SyntaxFactory.Space));

    private static TypeSyntax Renamed(TypeSyntax type, string name) => SyntaxFactory
        .ParseTypeName(name + ((GenericNameSyntax)type).TypeArgumentList.WithoutTrivia())
        .WithTriviaFrom(type);

    private ParameterSyntax Rewrite(ParameterSyntax parameter) => parameter.Identifier.ValueText switch
    {
        SourceName => parameter.WithType(Renamed(parameter.Type!, form.SourceType)),
        FunctionName => parameter.WithType(Function((GenericNameSyntax)parameter.Type!)),
        OptionsName when form.HasLimit => Parameter("int?", LimitName).WithTriviaFrom(parameter),
        _ => parameter,
    };

    private GenericNameSyntax Function(GenericNameSyntax type)
    {
        var types = type.TypeArgumentList.Arguments;
        foreach (var name in form.FunctionTypes)
        {
            types = types.InsertSpaced(types.Count - 1, SyntaxFactory.ParseTypeName(name));
        }

        if (form.ReturnsTask)
        {
            types = types.Replace(types.Last(), SyntaxFactory.ParseTypeName($"global::System.Threading.Tasks.Task<{types.Last()}>"));
        }

        return type.WithTypeArgumentList(type.TypeArgumentList.WithArguments(types));
    }
}
