using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PProcess.Generators;

/// <summary>Turns a map of an enumerable by a plain function into <paramref name="form"/>.</summary>
internal sealed class FormsRewriter(Form form, TypeSyntax optionsType) : CSharpSyntaxRewriter(visitIntoStructuredTrivia: true)
{
    private const string MappingName = "Mapping";

    private readonly FormsSignature _signature = new(form);

    public MethodDeclarationSyntax Rewrite(MethodDeclarationSyntax template)
        => Documentation.Rewrite((MethodDeclarationSyntax)Visit(template), _signature.Document);

    public override SyntaxNode? VisitMethodDeclaration(MethodDeclarationSyntax node)
        => _signature.Rewrite((MethodDeclarationSyntax)base.VisitMethodDeclaration(node)!);

    public override SyntaxNode? VisitArrowExpressionClause(ArrowExpressionClauseSyntax node)
    {
        var clause = (ArrowExpressionClauseSyntax)base.VisitArrowExpressionClause(node)!;
        return node.Parent is MethodDeclarationSyntax ? clause.WithExpression(Observed(clause.Expression)) : clause;
    }

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
    {
        var statement = (ReturnStatementSyntax)base.VisitReturnStatement(node)!;
        var owner = node.Ancestors().First(a => a
            is MethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax);
        return owner is MethodDeclarationSyntax && statement.Expression is { } value
            ? statement.WithExpression(Observed(value))
            : statement;
    }

    public override SyntaxNode? VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        var call = (InvocationExpressionSyntax)base.VisitInvocationExpression(node)!;
        var arguments = call.ArgumentList.Arguments;
        var function = arguments.IndexOf(a => a.Expression is IdentifierNameSyntax { Identifier.ValueText: FormsSignature.FunctionName });
        return form.HasProgress
            && function >= 0
            && call.Expression is MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: MappingName } } member
            ? call
                .WithExpression(member.WithName(WithProgress(member.Name)))
                .WithArgumentList(call.ArgumentList.WithArguments(arguments.InsertSpaced(
                    function + 1, SyntaxFactory.Argument(SyntaxFactory.IdentifierName(FormsSignature.ProgressName)))))
            : call;
    }

    public override SyntaxNode? VisitIdentifierName(IdentifierNameSyntax node)
        => form.HasLimit && node.Identifier.ValueText == FormsSignature.OptionsName && node.Parent is not NameColonSyntax
            ? SyntaxFactory.ParseExpression($"{optionsType}.WithLimit({FormsSignature.LimitName})").WithTriviaFrom(node)
            : node;

    public override SyntaxNode? VisitXmlNameAttribute(XmlNameAttributeSyntax node)
        => form.HasLimit && node.Identifier.Identifier.ValueText == FormsSignature.OptionsName
            ? node.WithIdentifier(SyntaxFactory.IdentifierName(FormsSignature.LimitName))
            : node;

    private static SimpleNameSyntax WithProgress(SimpleNameSyntax name)
    {
        if (name is not GenericNameSyntax { TypeArgumentList: var list } generic)
        {
            return name;
        }

        var result = list.Arguments.IndexOf(FormsSignature.IsResult);
        return result < 0 ? name : generic.WithTypeArgumentList(list.WithArguments(
            list.Arguments.InsertSpaced(result, SyntaxFactory.ParseTypeName(FormsSignature.ProgressTypeName))));
    }

    private ExpressionSyntax Observed(ExpressionSyntax expression)
    {
        if (!form.IsObservable)
        {
            return expression;
        }

        // An observable is subscribed to by the operator, which hands the inputs on.
        var map = expression.WithoutTrivia();
        var body = map.ReplaceNodes(
            map.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == "source"),
            (name, _) => SyntaxFactory.IdentifierName("inputs").WithTriviaFrom(name));
        return SyntaxFactory.ParseExpression($"Observed(source, inputs => {body})").WithTriviaFrom(expression);
    }
}
