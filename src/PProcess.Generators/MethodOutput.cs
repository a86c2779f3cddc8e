using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PProcess.Generators;

/// <summary>The pipeline from marked methods to generated files.</summary>
internal static class MethodOutput
{
    /// <summary>Adds a file for each method with the attribute <paramref name="marker"/>.</summary>
    public static void RegisterMethodOutput(
        this IncrementalGeneratorInitializationContext context,
        string marker,
        Func<MethodDeclarationSyntax, IEnumerable<MethodDeclarationSyntax>> generate)
    {
        var sources = context.SyntaxProvider.ForAttributeWithMetadataName(
            $"{MarkerAttribute.Namespace}.{marker}Attribute",
            (node, _) => node is MethodDeclarationSyntax,
            (match, _) => Generate(match.TargetSymbol, (MethodDeclarationSyntax)match.TargetNode, generate));
        context.RegisterSourceOutput(sources, (output, source) =>
            output.AddSource(source.HintName, SourceText.From(source.Text, Encoding.UTF8)));
    }

    private static GeneratedSource Generate(
        ISymbol symbol,
        MethodDeclarationSyntax template,
        Func<MethodDeclarationSyntax, IEnumerable<MethodDeclarationSyntax>> generate)
    {
        try
        {
            return GeneratedSource.Of(symbol, template, generate(Template.Read(template)));
        }
        catch (TemplateException error)
        {
            return GeneratedSource.Error(symbol, error.Message);
        }
    }
}
