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
        var writer = new MessageWriter();
        writer.WriteString(MethodReference.NameOf(type));
        writer.WriteBytes(type.Module.ModuleVersionId.ToByteArray());
        using var functions = FunctionScope.Open();
        Serializer.Write(writer, new Suspended<TStateMachine>(stateMachine));
        return Invocation.Create(Function, writer.Written.ToArray());
    }

    /// <summary>Goes on with the method in the created process, until it ends or asks for the exit.</summary>
    private static async Task ResumeAsync(ProcessChannel channel, byte[] rest)
    {
        var exit = channel.AllowExit();
        var method = Resume(channel, rest);
        if (await Task.WhenAny(method, exit).ConfigureAwait(false) == method)
        {
            await method.ConfigureAwait(false);
            await channel.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static Task Resume(ProcessChannel channel, byte[] rest)
    {
        var reader = new MessageReader(rest);
        var type = MethodReference.FindType(reader.ReadString());
        if (type.Module.ModuleVersionId != new Guid(reader.ReadBytes(16)))
        {
            throw new ProtocolException($"{type.Assembly} is another build in the created process than in its creator: it was rebuilt meanwhile. Start the program anew.");
        }

        using var functions = FunctionScope.Open();
        return ((ForkedMethod)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type))!).Resume(ref reader, channel);
    }

    protected abstract Task Resume(ref MessageReader reader, ProcessChannel channel);

    private sealed class Of<TStateMachine> : ForkedMethod
        where TStateMachine : IAsyncStateMachine
    {
        protected override Task Resume(ref MessageReader reader, ProcessChannel channel)
        {
            var stateMachine = Serializer.Read<Suspended<TStateMachine>>(ref reader).Method;
            StateMachine<TStateMachine>.GiveChannel(ref stateMachine, channel);
            AsyncTaskMethodBuilder.Create().Start(ref stateMachine);
            return StateMachine<TStateMachine>.TaskOf(stateMachine);
        }
    }
}
