using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PProcess.Generators;

/// <summary>Reads the method that the others are generated from.</summary>
internal static class Template
{
    public const string Indentation = "    ";

    /// <summary>The method with its documentation, and without comments, directives and markers around it.</summary>
    public static MethodDeclarationSyntax Read(MethodDeclarationSyntax method)
    {
        var indentation = SyntaxFactory.Whitespace(Indentation);
        var attributes = method.AttributeLists.Select(WithoutMarkers).Where(list => list.Attributes.Count > 0);
        var documentation = method.GetLeadingTrivia()
            .Where(Documentation.IsDocumentation)
            .SelectMany(comment => new[] { indentation, comment });
        return method
            .WithAttributeLists(SyntaxFactory.List(attributes))
            .WithLeadingTrivia(documentation.Append(indentation))
            .WithTrailingTrivia(SyntaxFactory.LineFeed);
    }

    private static AttributeListSyntax WithoutMarkers(AttributeListSyntax list)
        => list.WithAttributes(SyntaxFactory.SeparatedList(list.Attributes.Where(attribute => !IsMarker(attribute.Name))));

    private static bool IsMarker(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => IsMarker(qualified.Right),
        SimpleNameSyntax simple => simple.Identifier.ValueText
            is "Arities" or "AritiesAttribute" or "Forms" or "FormsAttribute",
        _ => false,
    };
}
