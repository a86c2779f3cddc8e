using System.Diagnostics;
using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

public sealed class CallTimeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1234)]
    [InlineData(1_000_000_000)]
    [InlineData(long.MaxValue)]
    public void Decode_WhatWasEncoded_IsTheTimeToAHundredth(long ticks)
    {
        var microseconds = ticks * 1e6 / Stopwatch.Frequency;
        Assert.InRange(CallTime.Decode(CallTime.Encode(ticks)), microseconds * 0.99, microseconds * 1.01);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Encode_NoTimeAtAll_IsSaidAllTheSame(long ticks)
    {
        var time = CallTime.Encode(ticks);
        Assert.NotEqual(CallTime.Unsaid, time);
        Assert.Equal(CallTime.Encode(1), time);
    }

    [Theory]
    [InlineData(CallTime.Unsaid)]
    [InlineData(0x8000)] // Minus zero.
    [InlineData(0xBF80)] // Minus one.
    [InlineData(0x7F80)] // Infinity.
    [InlineData(0xFF80)]
    [InlineData(0x7FC0)] // Not a number.
    [InlineData(0xFFFF)]
    public void Decode_NoTime_IsNotANumber(ushort time) => Assert.True(double.IsNaN(CallTime.Decode(time)));
}
