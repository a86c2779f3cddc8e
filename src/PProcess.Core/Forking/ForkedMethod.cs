using System.Runtime.CompilerServices;
using PProcess.Framing;
using PProcess.Functions;
using PProcess.Serialization;

namespace PProcess.Forking;

/// <summary>The rest of a method as it travels: which one it is, and its state at the moment of the fork.</summary>
internal abstract class ForkedMethod
{
    private static readonly MessagePackObjectSerializer Serializer = new(ForkResolver.Instance);
    private static readonly FunctionReference Function = FunctionReference.Of(ResumeAsync);

    private ForkedMethod()
    {
    }

    /// <summary>Whether a function is the rest of a method: its process was created for it and ends with it.</summary>
    public static bool IsRunBy(Delegate? function) => function?.Method == ((Delegate)ResumeAsync).Method;

    /// <summary>Copies a suspended method.</summary>
    /// <exception cref="CannotTravelException">Something that it holds cannot be carried to another process.</exception>
    public static Invocation Take<TStateMachine>(TStateMachine stateMachine)
    {
        var type = stateMachine!.GetType();
        var writer = new MessageWriter { AllowsShared = true };
        writer.WriteString(MethodReference.NameOf(type));
        writer.WriteBytes(type.Module.ModuleVersionId.ToByteArray());
        using var functions = FunctionScope.Open();
        using var token = new ForkToken(CancellationToken.None);
        Serializer.Write(writer, new Suspended<TStateMachine>(stateMachine));
        return Invocation.Create(Function, writer.Written.ToArray(), token.Value).With(writer.Shared);
    }

    /// <summary>Goes on with the method in the created process, until it ends or asks for the exit.</summary>
    private static async Task ResumeAsync(ProcessChannel channel, byte[] rest, CancellationToken cancellationToken)
    {
        var exit = channel.AllowExit();
        var method = Read(rest, cancellationToken).Resume(channel);
        if (await Task.WhenAny(method, exit).ConfigureAwait(false) == method)
        {
            await method.ConfigureAwait(false);
            await channel.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static ForkedMethod Read(byte[] rest, CancellationToken cancellationToken)
    {
        var reader = new MessageReader(rest);
        var type = MethodReference.FindType(reader.ReadString());
        if (type.Module.ModuleVersionId != new Guid(reader.ReadBytes(16)))
        {
            throw new ProtocolException($"{type.Assembly} is another build in the created process than in its creator: it was rebuilt meanwhile. Start the program anew.");
        }

        using var functions = FunctionScope.Open();
        using var token = new ForkToken(cancellationToken);
        var method = (ForkedMethod)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type))!;
        method.Fill(ref reader);
        return method;
    }

    protected abstract void Fill(ref MessageReader reader);

    protected abstract Task Resume(ProcessChannel channel);

    private sealed class Of<TStateMachine> : ForkedMethod
        where TStateMachine : IAsyncStateMachine
    {
        private TStateMachine _method = default!;

        protected override void Fill(ref MessageReader reader) => _method = Serializer.Read<Suspended<TStateMachine>>(ref reader).Method;

        protected override Task Resume(ProcessChannel channel)
        {
            StateMachine<TStateMachine>.GiveChannel(ref _method, channel);
            AsyncTaskMethodBuilder.Create().Start(ref _method);
            return StateMachine<TStateMachine>.TaskOf(_method);
        }
    }
}
