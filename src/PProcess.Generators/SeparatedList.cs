using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PProcess.Generators;

/// <summary>Lists with commas between their items.</summary>
internal static class SeparatedList
{
    public static SyntaxToken Comma { get; } = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);

    /// <summary>Inserts an item with a comma and a space; the other commas keep the line breaks after them.</summary>
    public static SeparatedSyntaxList<TNode> InsertSpaced<TNode>(this SeparatedSyntaxList<TNode> list, int index, TNode item)
        where TNode : SyntaxNode
    {
        var separators = list.GetSeparators().ToList();
        separators.Insert(Math.Max(index - 1, 0), Comma);
        return SyntaxFactory.SeparatedList(list.Insert(index, item), separators);
    }
}
