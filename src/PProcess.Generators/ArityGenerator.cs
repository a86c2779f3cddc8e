using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace PProcess.Generators;

/// <summary>Writes a method marked <c>[Arities]</c>, which takes one argument, for none, two, three and four.</summary>
[Generator(LanguageNames.CSharp)]
internal sealed class ArityGenerator : IIncrementalGenerator
{
    private static readonly int[] Arities = [0, 2, 3, 4];

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        const string marker = "Arities";
        context.RegisterPostInitializationOutput(output => MarkerAttribute.AddTo(output, marker,
            "Has the method, written for one argument, generated for none, two, three and four."));
        context.RegisterMethodOutput(marker, Generate);
    }

    private static IEnumerable<MethodDeclarationSyntax> Generate(MethodDeclarationSyntax template)
    {
        if (template.TypeParameterList?.Parameters.Any(p => p.Identifier.ValueText == Numbering.TypeName) != true)
        {
            throw new TemplateException("[Arities] needs a method type parameter named T1");
        }

        return Arities.Select(arity => new ArityRewriter(arity).Rewrite(template));
    }
}
