using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PProcess.Generators;

/// <summary>Writes a map marked <c>[Forms]</c> for the other kinds of sources, functions and limits.</summary>
[Generator(LanguageNames.CSharp)]
internal sealed class FormsGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        const string marker = "Forms";
        context.RegisterPostInitializationOutput(output => MarkerAttribute.AddTo(output, marker,
            "Has the map, written for an enumerable and a plain function, generated for all sources, functions and limits."));
        context.RegisterMethodOutput(marker, Generate);
    }

    private static IEnumerable<MethodDeclarationSyntax> Generate(MethodDeclarationSyntax template)
    {
        var parameters = template.ParameterList.Parameters;
        Require(template.TypeParameterList?.Parameters.Any(p => p.Identifier.ValueText == FormsSignature.ResultName),
            "a method type parameter named TResult");
        Require(TypeOf(FormsSignature.SourceName) is GenericNameSyntax { Identifier.ValueText: "IEnumerable" },
            "a parameter named source of type IEnumerable<...>");
        Require(TypeOf(FormsSignature.FunctionName) is GenericNameSyntax { Identifier.ValueText: "Func" },
            "a parameter named function of type Func<...>");
        Require(TypeOf(FormsSignature.OptionsName) is NullableTypeSyntax,
            "a parameter named options of a nullable type");
        Require(template.ReturnType is GenericNameSyntax { Identifier.ValueText: "IAsyncEnumerable" },
            "the return type IAsyncEnumerable<...>");

        var function = (GenericNameSyntax)TypeOf(FormsSignature.FunctionName)!;
        var options = ((NullableTypeSyntax)TypeOf(FormsSignature.OptionsName)!).ElementType.WithoutTrivia();
        var withTasks = FormsSignature.IsResult(function.TypeArgumentList.Arguments.Last());
        return Form.All(withTasks).Select(form => new FormsRewriter(form, options).Rewrite(template));

        TypeSyntax? TypeOf(string name) => parameters.FirstOrDefault(p => p.Identifier.ValueText == name)?.Type;
    }

    private static void Require(bool? condition, string what)
    {
        if (condition != true)
        {
            throw new TemplateException("[Forms] needs " + what);
        }
    }
}
