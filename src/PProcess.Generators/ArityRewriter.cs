using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PProcess.Generators;

/// <summary>Turns a method for one argument into the method for <paramref name="arity"/> arguments.</summary>
internal sealed class ArityRewriter(int arity) : CSharpSyntaxRewriter
{
    public MethodDeclarationSyntax Rewrite(MethodDeclarationSyntax template)
    {
        var method = (MethodDeclarationSyntax)Visit(template);
        return Documentation.Rewrite(method, (name, element) => name is Numbering.TypeName or Numbering.ArgumentName
            ? Numbering.Copies(element, arity)
            : [element]);
    }

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        var constraints = node.ConstraintClauses.SelectMany(clause => IsType(clause.Name)
            ? Numbering.Copies(clause, arity)
            : [clause]);
        var method = (MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!;
        return method.WithConstraintClauses(SyntaxFactory.List(constraints));
    }

    public override SyntaxNode? VisitTypeParameterList(TypeParameterListSyntax node)
    {
        var parameters = Expand(node.Parameters, p => p.Identifier.ValueText == Numbering.TypeName);
        return parameters.Count == 0 ? null : node.WithParameters(parameters);
    }

    public override SyntaxNode? VisitGenericName(GenericNameSyntax node)
    {
        var arguments = Expand(node.TypeArgumentList.Arguments, IsType);
        return arguments.Count == 0
            ? SyntaxFactory.IdentifierName(node.Identifier).WithTriviaFrom(node)
            : node.WithTypeArgumentList(node.TypeArgumentList.WithArguments(arguments));
    }

    public override SyntaxNode? VisitParameterList(ParameterListSyntax node)
        => node.WithParameters(Expand(node.Parameters, IsArgument));

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
    {
        if (!IsArgument(node.Parameter))
        {
            return base.VisitSimpleLambdaExpression(node);
        }

        var parameters = SyntaxFactory.ParameterList(SyntaxFactory.SingletonSeparatedList(node.Parameter.WithoutTrivia()));
        return Visit(SyntaxFactory.ParenthesizedLambdaExpression(
            node.AttributeLists, node.Modifiers, returnType: null, parameters.WithTriviaFrom(node.Parameter),
            node.ArrowToken, node.Block, node.ExpressionBody));
    }

    public override SyntaxNode? VisitArgumentList(ArgumentListSyntax node)
        => node.WithArguments(Expand(node.Arguments, a => IsArgument(a.Expression)));

    public override SyntaxNode? VisitTupleExpression(TupleExpressionSyntax node)
        => node.WithArguments(Expand(node.Arguments, a => IsArgument(a.Expression)));

    public override SyntaxNode? VisitCollectionExpression(CollectionExpressionSyntax node)
        => node.WithElements(Expand(node.Elements, e => e is ExpressionElementSyntax { Expression: var value } && IsArgument(value)));

    public override SyntaxNode? VisitInitializerExpression(InitializerExpressionSyntax node)
        => node.WithExpressions(Expand(node.Expressions, IsArgument));

    private static bool IsType(TypeSyntax type)
        => type is IdentifierNameSyntax { Identifier.ValueText: Numbering.TypeName };

    private static bool IsArgument(ParameterSyntax parameter) => parameter.Identifier.ValueText == Numbering.ArgumentName;

    private static bool IsArgument(ExpressionSyntax expression)
        => expression is IdentifierNameSyntax { Identifier.ValueText: Numbering.ArgumentName };

    private SeparatedSyntaxList<TNode> Expand<TNode>(SeparatedSyntaxList<TNode> list, Func<TNode, bool> isNumbered)
        where TNode : SyntaxNode
    {
        var items = new List<SyntaxNodeOrToken>();
        for (var index = 0; index < list.Count; index++)
        {
            // The separator goes with the item after it, so that a dropped item takes it along.
            var separator = index > 0 ? list.GetSeparator(index - 1) : default;
            foreach (var item in isNumbered(list[index]) ? Copies(list[index]) : [(TNode)Visit(list[index])])
            {
                if (items.Count > 0)
                {
                    items.Add(separator);
                }

                items.Add(item);
                separator = SeparatedList.Comma;
            }
        }

        return SyntaxFactory.SeparatedList<TNode>(items);
    }

    /// <remarks>What stands around the item in the template stands around all its copies.</remarks>
    private IEnumerable<TNode> Copies<TNode>(TNode item)
        where TNode : SyntaxNode
        => Numbering.Copies(item, arity).Select((copy, index) => copy
            .WithLeadingTrivia(index == 0 ? item.GetLeadingTrivia() : default)
            .WithTrailingTrivia(index == arity - 1 ? item.GetTrailingTrivia() : default));
}
