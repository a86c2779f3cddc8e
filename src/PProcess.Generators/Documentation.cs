using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PProcess.Generators;

/// <summary>Replaces <c>param</c> and <c>typeparam</c> elements in the documentation of a method.</summary>
internal static class Documentation
{
    /// <summary>Gives each element to <paramref name="replace"/>, by the name it documents, and writes what comes back.</summary>
    public static MethodDeclarationSyntax Rewrite(
        MethodDeclarationSyntax method, Func<string, XmlElementSyntax, IEnumerable<XmlElementSyntax>> replace)
    {
        var comments = method.GetLeadingTrivia().Where(IsDocumentation);
        return method.ReplaceTrivia(comments, (comment, _) =>
        {
            var structure = (DocumentationCommentTriviaSyntax)comment.GetStructure()!;
            return SyntaxFactory.Trivia(structure.WithContent(SyntaxFactory.List(Rewrite(structure.Content, replace))));
        });
    }

    public static bool IsDocumentation(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia);

    public static XmlElementSyntax ParseElement(string xml)
    {
        var structure = SyntaxFactory.ParseLeadingTrivia("/// " + xml + "\n").First(IsDocumentation).GetStructure();
        return ((DocumentationCommentTriviaSyntax)structure!).Content.OfType<XmlElementSyntax>().Single();
    }

    private static List<XmlNodeSyntax> Rewrite(
        SyntaxList<XmlNodeSyntax> content, Func<string, XmlElementSyntax, IEnumerable<XmlElementSyntax>> replace)
    {
        var rewritten = new List<XmlNodeSyntax>();
        foreach (var node in content)
        {
            if (node is not XmlElementSyntax element || DocumentedName(element) is not { } name)
            {
                rewritten.Add(node);
                continue;
            }

            // The text before an element begins its line, so a dropped element takes its line along.
            var lineStart = rewritten.LastOrDefault() as XmlTextSyntax ?? SyntaxFactory.XmlText();
            rewritten.Remove(lineStart);
            foreach (var replacement in replace(name, element))
            {
                rewritten.Add(lineStart);
                rewritten.Add(replacement);
                lineStart = NewLine();
            }
        }

        return rewritten;
    }

    private static string? DocumentedName(XmlElementSyntax element)
        => element.StartTag.Name.LocalName.ValueText is "param" or "typeparam"
            ? element.StartTag.Attributes.OfType<XmlNameAttributeSyntax>().FirstOrDefault()?.Identifier.Identifier.ValueText
            : null;

    private static XmlTextSyntax NewLine() => SyntaxFactory.XmlText(
        SyntaxFactory.XmlTextNewLine("\n", continueXmlDocumentationComment: false),
        SyntaxFactory.XmlTextLiteral(
            SyntaxFactory.TriviaList(SyntaxFactory.DocumentationCommentExterior(Template.Indentation + "///")),
            " ", " ", SyntaxFactory.TriviaList()));
}
