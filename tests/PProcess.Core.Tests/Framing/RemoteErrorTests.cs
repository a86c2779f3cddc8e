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
        new AggregateException("broken", new InvalidOperationException("inside")),
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
        var writer = new MessageWriter();
        writer.WriteString(type);
        writer.WriteString(assembly);
        writer.WriteString("broken");
        writer.WriteString("");
        writer.WriteString("everything");
        var reader = new MessageReader(writer.Written);
        var read = Assert.IsType<RemoteTaskException>(RemoteError.Read(ref reader, ProcessId));
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
