using PProcess.Core.Tests.Contract;

namespace PProcess.Core.Tests.Forking;

/// <summary>What the created process has, and what it does with it.</summary>
public abstract class ForkContract(Launcher launcher) : ChannelContract(launcher)
{
    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InTheCreatedProcess_ProcessIdIsZero()
    {
        var channel = Keep(await ForkMethods.SayWhoAsync(Launcher));
        Assert.NotEqual(0, channel.ProcessId);
        Assert.Equal(channel.ProcessId, await channel.ReceiveAsync<int>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_MessagesBothWays_ReachTheOtherProcess()
    {
        var channel = Keep(await ForkMethods.AnswerAsync(Launcher, 10));
        await channel.SendAsync(1, Cancellation);
        Assert.Equal(14, await channel.ReceiveAsync<int>(Cancellation));
        await channel.SendAsync(2, Cancellation);
        Assert.Equal(25, await channel.ReceiveAsync<int>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_CreatorChangesItsLocals_CopiesStayAsTheyWere()
    {
        var channel = Keep(await ForkMethods.CopyAsync(Launcher, [1, 2], ["a", "b"]));
        Assert.Equal<int[]>([1, 2], await channel.ReceiveAsync<int[]>(Cancellation));
        Assert.Equal(["a", "b"], await channel.ReceiveAsync<List<string>>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InNestedLoops_EachProcessHasItsTurn()
    {
        var channels = await ForkLoops.NestedLoopsAsync(Launcher, 2, 3);
        channels.ForEach(channel => Keep(channel));
        for (var i = 0; i < channels.Count; i++)
        {
            Assert.Equal((i / 3, i % 3, i, true), await channels[i].ReceiveAsync<(int, int, int, bool)>(Cancellation));
        }
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InForeachOverAnArray_TheCreatedProcessGoesOnWithIt() =>
        Assert.Equal(["fork", "c", "d"], await ReadAsync<string>(await ForkLoops.OverArrayAsync(Launcher, ["a", "b", "fork", "c", "d"])));

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InForeachOverAList_TheCreatedProcessGoesOnWithIt() =>
        Assert.Equal(["fork", "c", "d"], await ReadAsync<string>(await ForkLoops.OverListAsync(Launcher, ["a", "b", "fork", "c", "d"])));

    [Theory(Timeout = Deadline.Test)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task Create_InForeachOverASequence_TheCreatedProcessGoesOnWithIt(int kind)
    {
        string[] words = ["a", "fork", "b", "c"];
        IEnumerable<string> sequence = kind switch { 0 => words, 1 => words.ToList(), 2 => words.ToList().Where(word => word.Length > 0), 3 => ForkLoops.Words(words).Select(word => word), 4 => words.ToHashSet(), 5 => words.ToDictionary(word => word).Select(entry => entry.Key), _ => ForkLoops.Words(words) };
        Assert.Equal(["fork", "b", "c"], await ReadAsync<string>(await ForkLoops.OverSequenceAsync(Launcher, sequence)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InForeachOverADictionaryOrASet_TheCreatedProcessGoesOnWithIt()
    {
        Assert.Equal(["fork 2 of 2", "c 3 of 2"], await ReadAsync<string>(await ForkTables.OverDictionaryAsync(Launcher)));
        Assert.Equal(["b2", "b3", "c1", "c2", "c3"], await ReadAsync<string>(await ForkTables.OverKeysAndValuesAsync(Launcher)));
        Assert.Equal([3, 5, 1], await ReadAsync<int>(await ForkTables.OverSetAsync(Launcher, [4, 3, 5, 1])));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_DictionaryHasChangedDuringItsLoop_LoopNoticesInBothProcesses() =>
        Assert.Equal(["noticed"], await ReadAsync<string>(await ForkTables.GrowingAsync(Launcher)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InForeachOverAnythingElse_SaysWhatToDo()
    {
        var refusal = await Assert.ThrowsAsync<CannotTravelException>(() => ForkTables.OverSortedSetAsync(Launcher));
        Assert.Contains("The enumerator of type System.Collections.Generic.SortedSet", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ToList()", refusal.Message, StringComparison.Ordinal);
        refusal = await Assert.ThrowsAsync<CannotTravelException>(() => ForkTables.OverAsyncIteratorAsync(Launcher));
        Assert.Contains("await ToListAsync()", refusal.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_CreatedProcessChangesTheListOfItsLoop_LoopNotices()
    {
        var channel = Keep(await ForkLoops.GrowingListAsync(Launcher));
        await Assert.ThrowsAsync<InvalidOperationException>(() => channel.Completion.WaitAsync(Cancellation));
    }

    [Theory(Timeout = Deadline.Test)]
    [InlineData(false, new[] { "in try", "in finally" })]
    [InlineData(true, new[] { "in try" })]
    public async Task Create_InTry_FinallyRunsInTheCreatedProcessUnlessItExits(bool exits, string[] expected) =>
        Assert.Equal(expected, await ReadAsync<string>(await ForkBlocks.FinallyAsync(Launcher, exits)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InUsing_EachProcessDisposesItsCopy()
    {
        var ledger = new Ledger();
        Assert.Equal([1], await ReadAsync<int>(await ForkBlocks.UsingAsync(Launcher, ledger)));
        Assert.Equal(1, ledger.Disposals);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_ExceptionBehindIt_IsCaughtInTheCreatedProcess()
    {
        var channel = Keep(await ForkBlocks.CatchAsync(Launcher));
        var error = await Assert.ThrowsAsync<TimeoutException>(() => channel.Completion.WaitAsync(Cancellation));
        Assert.Equal("caught there", error.Message);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InCatchOrFinally_GoesOnThere()
    {
        Assert.Equal([7], await ReadAsync<int>(await ForkBlocks.InFinallyAsync(Launcher, 7)));
        Assert.Equal(["wrong"], await ReadAsync<string>(await ForkBlocks.InCatchAsync(Launcher)));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_BehindABlockWhoseLocalsCannotTravel_IsNotRefused() =>
        Assert.Equal([3], await ReadAsync<int>(await ForkBlocks.BehindBlockAsync(Launcher)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InForeachOverARange_TheCreatedProcessGoesOnWithIt() =>
        Assert.Equal([2, 3, 4], await ReadAsync<int>(await ForkLoops.OverRangeAsync(Launcher)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_ManyMethodsAtOnce_EachGoesOnByItself()
    {
        var channels = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => ForkMethods.SpillAsync(Launcher, i)));
        Assert.Equal([100, 103, 106, 109], (await Task.WhenAll(channels.Select(ReadAsync<int>))).Select(sums => sums.Single()));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_LocalsOfManyTypes_ArriveEqual() =>
        Assert.Equal(["7 a Monday (1, b) { X = 1 } 3 01:00:00 1,2 k=v ordinary 5 x True"], await ReadAsync<string>(await ForkMethods.ManyTypesAsync(Launcher)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_LargeLocals_ArriveWhole() =>
        Assert.Equal([(true, true)], await ReadAsync<(bool, bool)>(await ForkMethods.LargeAsync(Launcher, 100_000_000, 100_000)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_ChannelInAwaitUsing_EachProcessDisposesItsEnd()
    {
        var text = await ForkBlocks.AwaitUsingAsync(Launcher).WaitAsync(Cancellation);
        Assert.Equal("from there", text);
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_TwiceInOneMethod_GivesTwoProcesses()
    {
        var (first, second) = await ForkMethods.TwiceAsync(Launcher);
        Assert.Equal(["first"], await ReadAsync<string>(first));
        Assert.Equal(["second"], await ReadAsync<string>(second));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InTheCreatedProcess_GivesAGrandchild() =>
        Assert.Equal([3, 2, 1], await ReadAsync<int>(await ForkMethods.GenerationsAsync(Launcher, 3)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InTheMiddleOfAnExpression_WhatWasComputedIsThere()
    {
        var channel = await ForkMethods.SpillAsync(Launcher, 5);
        Assert.Equal([115], await ReadAsync<int>(channel));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_InAGenericMethod_TypesAreThere()
    {
        var channel = Keep(await ForkMethods.GenericAsync(Launcher, (1, "a"), static pair => (pair.Item1 + 1, pair.Item2 + "b")));
        Assert.Equal([(1, "a"), (2, "ab")], await channel.ReceiveAsync<(int, string)[]>(Cancellation));
        Assert.Equal((3, "abb"), await channel.ReceiveAsync<(int, string)>(Cancellation));
    }

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_CapturedVariables_AreThoseOfTheClosures() =>
        Assert.Equal([12, 30], await ReadAsync<int>(await ForkMethods.CaptureAsync(Launcher)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_TwoLocalsForOneObject_AreOneObjectThere() =>
        Assert.Equal([(5, 2, true, 1)], await ReadAsync<(int, int, bool, int)>(await ForkMethods.SharedAsync(Launcher)));

    [Fact(Timeout = Deadline.Test)]
    public async Task Create_MethodsOfObjectsLambdasAndLocalFunctions_GoOnInTheCreatedProcess()
    {
        var counter = new Counter(3);
        Assert.Equal([5, 1], await ReadAsync<int>(await counter.CountAsync(Launcher)));
        Assert.Equal([7, 2], await ReadAsync<int>(await new ValueCounter(6).CountAsync(Launcher)));
        Assert.Equal([9], await ReadAsync<int>(await Counter.CountInLambdaAsync(Launcher, 8)));
        Assert.Equal([11], await ReadAsync<int>(await Counter.CountInLocalFunctionAsync(Launcher, 10)));
    }

    private async Task<List<T>> ReadAsync<T>(ProcessChannel channel)
    {
        var messages = await Keep(channel).ReadAllAsync<T>(Cancellation).ToListAsync(Cancellation);
        await channel.Completion.WaitAsync(Cancellation);
        return messages;
    }
}
