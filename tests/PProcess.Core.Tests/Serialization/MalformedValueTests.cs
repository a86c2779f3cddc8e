using System.Buffers;
using MessagePack;

namespace PProcess.Core.Tests.Serialization;

/// <summary>Bytes that are not the value which the type promises.</summary>
public sealed class MalformedValueTests
{
    [Fact]
    public void Read_TruncatedObject_IsRefusedAtEveryLength()
    {
        var bytes = Travel.Write(new Node { Name = "text", Numbers = [1, 2], Next = new Node { Name = "next" } });
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ProtocolException>(() => Travel.Read<Node>(bytes[..length]));
        }
    }

    [Fact]
    public void Read_AnyByteReplaced_GivesAnObjectOrIsRefused()
    {
        var original = Travel.Write(new Node { Name = "text", Numbers = [1, 2], Next = new Node { Name = "next" } }).ToArray();
        for (var position = 0; position < original.Length; position++)
        {
            for (var value = 0; value < 256; value++)
            {
                var bytes = original.ToArray();
                bytes[position] = (byte)value;
                var error = Record.Exception(() => Travel.Read<Node>(bytes));
                Assert.True(error is null or ProtocolException, $"Byte {position} = {value}: {error}");
            }
        }
    }

    [Fact]
    public void Read_ReferenceToNoObject_IsRefused() =>
        Assert.Throws<ProtocolException>(() => Travel.Read<Node>(Packed((ref writer) => writer.Write(0))));

    [Fact]
    public void Read_ReferenceToAnObjectOfAnotherType_IsRefused() =>
        Assert.Throws<ProtocolException>(() => Travel.Read<Outer>(Packed((ref writer) =>
        {
            writer.WriteArrayHeader(2);
            writer.Write(0); // The outer object, where an inner one belongs.
            writer.WriteNil();
        })));

    [Fact]
    public void Read_OtherNumberOfFields_IsRefused() =>
        Assert.Throws<ProtocolException>(() => Travel.Read<Node>(Packed((ref writer) =>
        {
            writer.WriteArrayHeader(1);
            writer.Write("text");
        })));

    [Fact]
    public void Read_HugeCollectionClaimed_IsRefusedBeforeItIsAllocated() =>
        Assert.Throws<ProtocolException>(() => Travel.Read<List<int>>(Packed((ref writer) => writer.WriteArrayHeader(int.MaxValue))));

    [Fact]
    public void Read_NestingWithoutEnd_IsRefused() =>
        Assert.Throws<ProtocolException>(() => Travel.Read<Node>(Packed((ref writer) =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                writer.WriteArrayHeader(3);
                writer.WriteNil();
                writer.WriteNil();
            }
        })));

    [Fact]
    public void Read_AFunctionFromAWorker_IsRefused() =>
        Assert.Throws<ProtocolException>(() => Travel.Read<Func<int>>(Packed((ref writer) =>
        {
            writer.WriteArrayHeader(2);
            writer.Write(new byte[100]);
            writer.WriteNil();
        })));

    private delegate void Packing(ref MessagePackWriter writer);

    private static byte[] Packed(Packing pack)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(buffer);
        pack(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private sealed class Node
    {
        public string? Name { get; set; }

        public int[]? Numbers { get; set; }

        public Node? Next { get; set; }
    }

    private sealed class Outer
    {
        public Inner? Inside { get; set; }

        public Outer? Next { get; set; }
    }

    private sealed class Inner
    {
        public Outer? Around { get; set; }
    }
}
