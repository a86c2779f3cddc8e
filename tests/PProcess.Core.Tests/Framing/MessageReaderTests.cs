using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

public sealed class MessageReaderTests
{
    private readonly MessageWriter _writer = new();

    [Fact]
    public void Read_WhatWasWritten_GivesItInOrder()
    {
        _writer.WriteByte(7);
        _writer.WriteInt32(int.MinValue);
        _writer.WriteBlock([1, 2, 3]);
        _writer.WriteString("täxt \uD800");
        _writer.WriteString(null);
        _writer.WriteString("");
        var reader = new MessageReader(_writer.Written);
        Assert.Equal(7, reader.ReadByte());
        Assert.Equal(int.MinValue, reader.ReadInt32());
        Assert.Equal<byte>([1, 2, 3], reader.ReadBlock().ToArray());
        Assert.Equal("täxt \uD800", reader.ReadString());
        Assert.Null(reader.ReadString());
        Assert.Equal("", reader.ReadString());
        Assert.True(reader.Unread.IsEmpty);
    }

    [Theory]
    [InlineData(5)] // One more than there is.
    [InlineData(int.MaxValue)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void ReadBlock_LengthOutOfRange_IsRefused(int length)
    {
        _writer.WriteInt32(length);
        _writer.WriteBytes([1, 2, 3, 4]);
        Assert.Throws<ProtocolException>(() => new MessageReader(_writer.Written).ReadBlock().Length);
    }

    [Theory]
    [InlineData(3)] // Half a character more than there is.
    [InlineData(int.MaxValue)]
    [InlineData(0x40000002)] // Overflows when doubled.
    [InlineData(-2)]
    [InlineData(int.MinValue)]
    public void ReadString_LengthOutOfRange_IsRefused(int length)
    {
        _writer.WriteInt32(length);
        _writer.WriteBytes([1, 2, 3, 4, 5]);
        Assert.Throws<ProtocolException>(() => new MessageReader(_writer.Written).ReadString());
    }

    [Fact]
    public void ReadInt32_TruncatedMessage_IsRefused()
    {
        _writer.WriteBytes([1, 2, 3]);
        Assert.Throws<ProtocolException>(() => new MessageReader(_writer.Written).ReadInt32());
    }

    [Fact]
    public void PatchInt32_AfterTheBufferHasGrown_ReplacesTheBytes()
    {
        _writer.WriteInt32(0);
        _writer.WriteBytes(new byte[100_000]);
        _writer.PatchInt32(0, 100_000);
        Assert.Equal(100_000, new MessageReader(_writer.Written).ReadBlock().Length);
    }

    [Fact]
    public void GetSpan_MoreThanOneMessageCanHave_IsRefusedAndLeavesTheRestAsItWas()
    {
        var writer = new MessageWriter();
        writer.WriteInt32(5);
        var refusal = Assert.Throws<CannotTravelException>(() => writer.GetSpan(Array.MaxLength));
        Assert.Contains("in parts", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(sizeof(int), writer.Length);
    }

    [Fact]
    public void Clear_AfterALargeMessage_FreesItsMemory()
    {
        _writer.WriteBytes(new byte[1024 * 1024]);
        _writer.Clear();
        Assert.Equal(0, _writer.Length);
        Assert.InRange(_writer.GetMemory(1).Length, 1, 256 * 1024);
    }
}
