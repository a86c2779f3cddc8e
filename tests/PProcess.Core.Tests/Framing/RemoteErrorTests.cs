using System.Reflection;
using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

public sealed class RemoteErrorTests
{
    private const int ProcessId = 4711;

    public static TheoryData<Exception> Buildable =>
    [
        new InvalidOperationException("broken"),
        new ArgumentException("broken", "parameter"),
        new FileNotFoundException("broken"),
        new OperationCanceledException("broken"),
        new MessageOnlyException("broken"),
        new NestedException("broken"),
    ];

    public static TheoryData<Exception> NotBuildable =>
    [
        new NumberedException(5),
        new RewordingException("broken"),
        new ThrowingConstructorException("broken", 1),
        new GenericException<int>("broken", 1),
    ];

    [Theory]
    [MemberData(nameof(Buildable), DisableDiscoveryEnumeration = true)]
    public void Read_TypeThatTakesAMessage_IsThatTypeWithTheMessage(Exception error)
    {
        var read = WriteAndRead(error);
        Assert.IsType(error.GetType(), read);
        Assert.Equal(error.Message, read.Message);
    }

    [Theory]
    [MemberData(nameof(NotBuildable), DisableDiscoveryEnumeration = true)]
    public void Read_TypeThatCannotBeBuilt_IsARemoteTaskExceptionThatNamesIt(Exception error)
    {
        var read = Assert.IsType<RemoteTaskException>(WriteAndRead(error));
        Assert.Equal(error.GetType().FullName, read.TypeName);
        Assert.Equal(ProcessId, read.ProcessId);
        Assert.Contains(error.Message, read.Message, StringComparison.Ordinal);
        Assert.Contains($"{ProcessId}", read.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.IO.IsolatedStorage.IsolatedStorageException", "System.IO.IsolatedStorage")]
    [InlineData("System.Net.Mail.SmtpFailedRecipientException", "System.Net.Mail")]
    [InlineData("System.Net.Http.HttpRequestException", "System.Net.Http")]
    public void Read_TypeOfAnAssemblyThatIsNotLoaded_IsThatType(string type, string assembly)
    {
        var read = Read(type, assembly);
        Assert.Equal(type, read.GetType().FullName);
        Assert.Equal("broken", read.Message);
    }

    [Fact]
    public void Read_Aggregate_IsOneThatHoldsTheRemoteTaskException()
    {
        var error = new AggregateException("broken", new InvalidOperationException("first"), new NotSupportedException("second"));
        var read = Assert.IsType<AggregateException>(WriteAndRead(error));
        Assert.StartsWith(error.Message, read.Message, StringComparison.Ordinal);
        var remote = Assert.IsType<RemoteTaskException>(Assert.Single(read.InnerExceptions));
        Assert.Equal(error.Message, remote.RemoteMessage);
        Assert.Contains(nameof(NotSupportedException), remote.RemoteStackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_InnerExceptionsInACycle_TravelsWithoutThem()
    {
        var outer = new InvalidOperationException("outer", new NotSupportedException("inner"));
        SetInner(outer.InnerException!, outer);
        var read = Assert.IsType<InvalidOperationException>(WriteAndRead(outer));
        Assert.Equal("outer", read.Message);
        AssertIsWithoutInner(read, nameof(InvalidOperationException));
    }

    [Fact]
    public void Write_AggregateThatHoldsItself_TravelsWithoutWhatItHolds()
    {
        var holder = new InvalidOperationException("holder");
        var aggregate = new AggregateException("broken", new NotSupportedException("first"), holder);
        SetInner(holder, aggregate);
        AssertIsWithoutInner(WriteAndRead(aggregate), nameof(AggregateException));

        var itself = new InvalidOperationException("outer");
        SetInner(itself, new AggregateException("broken", new NotSupportedException("first"), itself));
        Assert.Equal("outer", Assert.IsType<InvalidOperationException>(WriteAndRead(itself)).Message);
    }

    [Fact]
    public void Write_AggregatesThatHoldEachOtherManyTimes_EndsSoon()
    {
        var error = new AggregateException();
        for (var i = 0; i < 60; i++)
        {
            error = new AggregateException(error, error);
        }

        AssertIsWithoutInner(WriteAndRead(error), nameof(AggregateException));
    }

    [Fact]
    public void Write_VeryDeepChain_TravelsWithoutInnerExceptions()
    {
        var error = new InvalidOperationException("innermost");
        for (var i = 0; i < 100_000; i++)
        {
            error = new InvalidOperationException("broken", error);
        }

        AssertIsWithoutInner(WriteAndRead(error), nameof(InvalidOperationException));
    }

    [Fact]
    public void Read_ThrownException_KeepsItsStackAndItsProcess()
    {
        var read = WriteAndRead(Thrown());
        Assert.Contains(nameof(Thrown), read.StackTrace, StringComparison.Ordinal);
        var remote = Assert.IsType<RemoteTaskException>(read.InnerException);
        Assert.Equal(ProcessId, remote.ProcessId);
        Assert.Contains(nameof(Thrown), remote.RemoteStackTrace, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("System.String", "System.Private.CoreLib")] // Not an exception.
    [InlineData("System.Exception[]", "System.Private.CoreLib")]
    [InlineData("System.SystemException, Other", "System.Private.CoreLib")]
    [InlineData("No.Such.Exception", "System.Private.CoreLib")]
    [InlineData("System.Xml.XmlException", "Not.Loaded.Here")]
    [InlineData(null, null)]
    public void Read_NameOfNoException_IsARemoteTaskException(string? type, string? assembly)
    {
        var read = Assert.IsType<RemoteTaskException>(Read(type, assembly));
        Assert.Equal(("broken", "everything"), (read.RemoteMessage, read.RemoteStackTrace));
    }

    [Theory]
    [InlineData(nameof(Exception.Message))]
    [InlineData(nameof(Exception.StackTrace))]
    [InlineData(nameof(ToString))]
    public void Write_MemberThatThrows_TravelsWithoutIt(string member)
    {
        var read = Assert.IsType<RemoteTaskException>(WriteAndRead(new HostileException(member, throws: true)));
        Assert.Equal(typeof(HostileException).FullName, read.TypeName);
    }

    [Theory]
    [InlineData(nameof(Exception.Message))]
    [InlineData(nameof(Exception.StackTrace))]
    [InlineData(nameof(ToString))]
    public void Write_MemberThatIsNull_TravelsWithoutIt(string member)
    {
        var read = Assert.IsType<RemoteTaskException>(WriteAndRead(new HostileException(member, throws: false)));
        Assert.Equal(typeof(HostileException).FullName, read.TypeName);
    }

    [Fact]
    public void Write_OverlongMessage_IsCut()
    {
        var read = WriteAndRead(new InvalidOperationException(new string('x', 10_000_000)));
        Assert.InRange(read.Message.Length, 1, 100_000);
    }

    private static Exception WriteAndRead(Exception error)
    {
        var writer = new MessageWriter();
        RemoteError.Write(writer, error);
        var reader = new MessageReader(writer.Written);
        return RemoteError.Read(ref reader, ProcessId);
    }

    private static Exception Read(string? type, string? assembly)
    {
        var writer = new MessageWriter();
        writer.WriteString(type);
        writer.WriteString(assembly);
        writer.WriteString("broken");
        writer.WriteString("");
        writer.WriteString("everything");
        var reader = new MessageReader(writer.Written);
        return RemoteError.Read(ref reader, ProcessId);
    }

    private static void AssertIsWithoutInner(Exception read, string type)
    {
        var remote = read as RemoteTaskException ?? Assert.IsType<RemoteTaskException>(read.InnerException);
        Assert.Contains(type, remote.RemoteStackTrace, StringComparison.Ordinal);
        Assert.Contains("inner exceptions", remote.RemoteStackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(NotSupportedException), remote.RemoteStackTrace, StringComparison.Ordinal);
    }

    private static void SetInner(Exception error, Exception inner) =>
        typeof(Exception).GetField("_innerException", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(error, inner);

    private static InvalidOperationException Thrown()
    {
        try
        {
            throw new InvalidOperationException("broken");
        }
        catch (InvalidOperationException error)
        {
            return error;
        }
    }

    private sealed class NestedException(string message) : Exception(message);
}
