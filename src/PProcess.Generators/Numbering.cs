using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PProcess.Generators;

/// <summary>Makes the copies of what a template writes once: for <c>T1 argument1</c> also <c>T2 argument2</c>.</summary>
internal static class Numbering
{
    public const string TypeName = "T1";
    public const string ArgumentName = "argument1";

    private static readonly string[] Ordinals = ["first", "second", "third", "fourth"];

    public static IEnumerable<TNode> Copies<TNode>(TNode node, int count)
        where TNode : SyntaxNode
        => Enumerable.Range(1, count).Select(number => (TNode)new Rewriter(number).Visit(node));

    /// <remarks>Tokens, not nodes: names, parameters and documentation are all numbered alike.</remarks>
    private sealed class Rewriter(int number) : CSharpSyntaxRewriter
    {
        public override SyntaxToken VisitToken(SyntaxToken token) => token.Kind() switch
        {
            SyntaxKind.IdentifierToken when token.ValueText == TypeName => Identifier(token, "T" + number),
            SyntaxKind.IdentifierToken when token.ValueText == ArgumentName => Identifier(token, "argument" + number),
            SyntaxKind.XmlTextLiteralToken => Text(token, token.Text.Replace(Ordinals[0], Ordinals[number - 1])),
            _ => base.VisitToken(token),
        };

        private static SyntaxToken Identifier(SyntaxToken token, string name)
            => SyntaxFactory.Identifier(token.LeadingTrivia, name, token.TrailingTrivia);

        private static SyntaxToken Text(SyntaxToken token, string text)
            => SyntaxFactory.XmlTextLiteral(token.LeadingTrivia, text, text, token.TrailingTrivia);
    }
}
