using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace PProcess.Core.Tests.Serialization;

/// <summary>Functions that cannot travel, and what they have captured: refused at the call, by its name in the source.</summary>
public sealed class FunctionRefusalTests : IDisposable
{
    private static readonly Type PointerType = typeof(int).MakePointerType();

    private readonly MemoryStream _stream = new();

    public void Dispose() => _stream.Dispose();

    [Fact]
    public void Create_CapturedStream_NamesTheVariable()
    {
        using var log = new MemoryStream();
        AssertRefused(() => Invocation.Create(() => log.Length), "log", typeof(MemoryStream));
    }

    [Fact]
    public void Create_CapturedLockTaskOrToken_NamesTheVariable()
    {
        AssertRefused(() => WithLock(new Lock()), "gate", typeof(Lock));
        AssertRefused(() => WithTask(Task.FromResult(5)), "answer", typeof(Task<int>));
        AssertRefused(() => WithToken(new CancellationToken(canceled: true)), "cancellation", typeof(CancellationToken));

        static void WithLock(Lock gate) => Invocation.Create(() => gate.IsHeldByCurrentThread);
        static void WithTask(Task<int> answer) => Invocation.Create(async () => await answer);
        static void WithToken(CancellationToken cancellation) => Invocation.Create(() => cancellation.IsCancellationRequested);
    }

    [Fact]
    public unsafe void Create_CapturedInlineArrayOrPointer_NamesTheVariable()
    {
        AssertRefused(() => WithNumbers(default), "numbers", typeof(TwoNumbers));
        AssertRefused(() => WithNode(new() { Next = (int*)1 }), "node.Next", PointerType);
        AssertRefused(() => Invocation.Create((Node node) => node.Number, new Node { Number = 1, Next = (int*)1 }), "node.Next", PointerType);

        static void WithNumbers(TwoNumbers numbers)
        {
            numbers[1] = 5;
            Invocation.Create(() => numbers[1]);
        }

        static void WithNode(Node node) => Invocation.Create(() => node.Number);
    }

    [Fact]
    public void Create_CapturedInAnOuterScope_NamesTheVariable()
    {
        using var log = new MemoryStream();
        for (var i = 0; i < 1; i++)
        {
            var inner = i;
            AssertRefused(() => Invocation.Create(() => log.Length + inner), "log", typeof(MemoryStream));
        }
    }

    [Fact]
    public void Create_CapturedByACapturedDelegate_NamesBoth()
    {
        using var log = new MemoryStream();
        var read = Reader(log);
        AssertRefused(() => Invocation.Create(() => read()), "read.source", typeof(MemoryStream));
    }

    [Fact]
    public void Create_MemberOfACapturedObject_NamesThePath()
    {
        using var log = new MemoryStream();
        var options = new Options(5, log);
        AssertRefused(() => Invocation.Create(() => options.Limit), "options.Log", typeof(MemoryStream));
    }

    [Fact]
    public void Create_MethodOfAnObjectThatCannotTravel_NamesItsField() =>
        AssertRefused(() => Invocation.Create(Length), "this._stream", typeof(MemoryStream));

    [Fact]
    public void Create_ArgumentThatCannotTravel_NamesTheParameter()
    {
        using var log = new MemoryStream();
        AssertRefused(() => Invocation.Create(LengthOf, 1, log), "source", typeof(MemoryStream));
        AssertRefused(() => Invocation.Create(LengthInChannel, 1, log), "source", typeof(MemoryStream));
        AssertRefused(() => Invocation.Create((Options options) => options.Limit, new Options(1, log)), "options.Log", typeof(MemoryStream));
    }

    [Fact]
    public void Create_MulticastDelegate_IsRefused()
    {
        Action first = () => { };
        first += () => { };
        var refusal = Assert.Throws<CannotTravelException>(() => Invocation.Create(first));
        Assert.Equal(typeof(Action), refusal.Type);
        Assert.Contains("multicast", refusal.Message, StringComparison.Ordinal);
        AssertRefused(() => Invocation.Create(() => first()), "first", typeof(Action));
    }

    [Fact]
    public void Create_DynamicMethod_IsRefused()
    {
        var method = new DynamicMethod("Made", typeof(int), []);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldc_I4_5);
        code.Emit(OpCodes.Ret);
        var refusal = Assert.Throws<CannotTravelException>(() => Invocation.Create(method.CreateDelegate<Func<int>>()));
        Assert.Equal("Made", refusal.Name);
        Assert.Contains("run time", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_CompiledExpression_IsRefused()
    {
        System.Linq.Expressions.Expression<Func<int, int>> expression = x => x + 1;
        Assert.Throws<CannotTravelException>(() => Invocation.Create(expression.Compile(), 5));
    }

    private static void AssertRefused(Action create, string name, Type type) =>
        Travel.AssertNames(Assert.Throws<CannotTravelException>(create), name, type);

    private static Func<long> Reader(MemoryStream source) => () => source.Length;

    private static long LengthOf(int number, MemoryStream source) => number + source.Length;

    private static long LengthInChannel(ProcessChannel channel, int number, MemoryStream source) => channel.ProcessId + number + source.Length;

    private long Length() => _stream.Length;

    [InlineArray(2)]
    private struct TwoNumbers
    {
        private int _first;
    }

    private unsafe struct Node
    {
        public int Number;
        public int* Next;
    }

    private sealed record Options(int Limit, MemoryStream Log);
}
