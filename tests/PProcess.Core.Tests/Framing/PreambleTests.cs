using System.Text;
using PProcess.Framing;

namespace PProcess.Core.Tests.Framing;

public sealed class PreambleTests
{
    private static readonly Guid Ticket = Guid.NewGuid();

    [Fact]
    public void Check_ExpectedBytesAsFarAsTheyGo_AreAccepted()
    {
        var preamble = Preamble.Create(Ticket);
        Assert.Equal(Preamble.Size, preamble.Length);
        for (var length = 0; length <= preamble.Length; length++)
        {
            Preamble.Check(preamble.AsSpan(0, length), Ticket);
        }
    }

    [Fact]
    public void Check_FramesBehindIt_AreNotLookedAt()
    {
        Preamble.Check([.. Preamble.Create(Ticket), 255, 255, 255], Ticket);
    }

    [Fact]
    public void Check_OutputOfAProgram_IsRefusedWithWhatItPrinted()
    {
        var error = Assert.Throws<LaunchException>(() => Preamble.Check(Encoding.UTF8.GetBytes("Hello, world\n"), Ticket));
        Assert.Contains("\"Hello, world\"", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(WorkerHost.RunIfWorkerAsync), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_MagicCutShortByOtherOutput_IsRefused()
    {
        Assert.Throws<LaunchException>(() => Preamble.Check("PProc!"u8, Ticket));
    }

    [Theory]
    [InlineData(8)] // Protocol version.
    [InlineData(12)] // Ticket.
    [InlineData(28)] // Module of the library.
    [InlineData(44)] // Module of the program.
    [InlineData(Preamble.Size - 1)]
    public void Check_AnyOtherByteDiffers_IsRefusedAsAnotherBuild(int position)
    {
        var preamble = Preamble.Create(Ticket);
        preamble[position] ^= 1;
        var error = Assert.Throws<LaunchException>(() => Preamble.Check(preamble, Ticket));
        Assert.Contains("another build", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_TicketOfAnotherLaunch_IsRefused()
    {
        Assert.Throws<LaunchException>(() => Preamble.Check(Preamble.Create(Guid.NewGuid()), Ticket));
    }
}
