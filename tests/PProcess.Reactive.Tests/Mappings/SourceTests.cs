using PProcess.Reactive.Mappings;

namespace PProcess.Reactive.Tests.Mappings;

public sealed class SourceTests
{
    [Fact]
    public void IsStored_ArraysAndLists_AreWhatElseIsNot()
    {
        int[] array = [1, 2];
        Assert.True(Source.IsStored(Source.Of(array)));
        Assert.True(Source.IsStored(Source.Of(array.ToList())));
        Assert.False(Source.IsStored(Source.Of(array.Select(x => x))));
        Assert.False(Source.IsStored(Source.Of(new Computed())));
        Assert.False(Source.IsStored(Source.Of(array.ToAsyncEnumerable())));
    }

    private sealed class Computed : List<int>;
}
