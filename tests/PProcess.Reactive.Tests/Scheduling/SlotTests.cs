using System.Diagnostics;
using PProcess.Reactive.Scheduling;

namespace PProcess.Reactive.Tests.Scheduling;

public class SlotTests
{
    private const int MaxWindow = 2048;
    private const int Doublings = 11;

    private static readonly TimeSpan Short = TimeSpan.FromMicroseconds(1);

    [Fact]
    public void Window_ShortTasks_GrowsToItsMaximum()
    {
        var slot = Create();
        Assert.Equal(1, slot.Window);

        Grow(slot);

        Assert.Equal(MaxWindow, slot.Window);
        Assert.Equal(MaxWindow, RunOne(slot, told: Short));
    }

    [Fact]
    public void Window_OneTask_AtMostDoubles()
    {
        var slot = Create();
        for (var i = 0; i < 50; i++)
        {
            var before = slot.Window;
            Assert.InRange(RunOne(slot), 1, 2 * before);
        }
    }

    [Fact]
    public void Window_LongTask_ShrinksToOne()
    {
        var slot = Create();
        Grow(slot);

        Assert.Equal(1, RunOne(slot, duration: TimeSpan.FromMilliseconds(30)));
    }

    [Fact]
    public void Window_WorkerSaysItsTime_FollowsThatAndNotWhatPassedHere()
    {
        var slot = Create();
        var waited = TimeSpan.FromMilliseconds(10);
        for (var window = 2; window <= 32; window *= 2)
        {
            Assert.Equal(window, RunOne(slot, waited, TimeSpan.FromMicroseconds(1)));
        }

        Assert.Equal(1, RunOne(slot, told: TimeSpan.FromMilliseconds(30)));
    }

    [Fact]
    public void Window_WorkerSaysItsTime_LargeArgumentsCountBesideIt()
    {
        var slot = Create();
        for (var i = 0; i < 10; i++)
        {
            var task = new ChannelTask(Invocation.Create((byte[] data) => data.Length, new byte[8 * 1000 * 1000]));
            slot.Add(task);
            slot.Remove(task, hasRun: true, TimeSpan.FromMicroseconds(1));
            Assert.Equal(1, slot.Window);
        }
    }

    [Fact]
    public void Shrink_WideWindow_IsOne()
    {
        var slot = Create();
        Grow(slot);

        slot.Shrink();

        Assert.Equal(1, slot.Window);
    }

    [Fact]
    public void Window_FixedSlot_StaysOne()
    {
        var slot = Create(isFixed: true);
        for (var i = 0; i < 50; i++)
        {
            Assert.Equal(1, RunOne(slot));
        }
    }

    [Fact]
    public void Remove_TaskThatHasNotRun_LeavesTheWindow()
    {
        var slot = Create();
        for (var i = 0; i < 50; i++)
        {
            var task = CreateTask();
            slot.Add(task);
            slot.Remove(task, hasRun: false, time: null);
        }

        Assert.Equal(1, slot.Window);
        Assert.True(slot.IsIdle);
    }

    [Fact]
    public void Remove_OldestOfTwo_StartsTheNextOnesTime()
    {
        var slot = Create();
        var (first, second) = (CreateTask(), CreateTask());
        slot.Add(first);
        slot.Add(second);
        var since = slot.Since;

        slot.Remove(first, hasRun: true, time: null);

        Assert.Equal([second], slot.Tasks.Behind(0));
        Assert.True(slot.Since > since);
    }

    private static void Grow(Slot slot)
    {
        for (var i = 0; i < Doublings; i++)
        {
            RunOne(slot, told: Short);
        }
    }

    private static int RunOne(Slot slot, TimeSpan duration = default, TimeSpan? told = null)
    {
        var task = CreateTask();
        slot.Add(task);
        var start = Stopwatch.GetTimestamp();
        SpinWait.SpinUntil(() => Stopwatch.GetElapsedTime(start) >= duration);
        slot.Remove(task, hasRun: true, told);
        return slot.Window;
    }

    private static Slot Create(bool isFixed = false) => new(null!, isFixed, Task.CompletedTask);

    private static ChannelTask CreateTask() => new(Invocation.Create(() => 0));
}
