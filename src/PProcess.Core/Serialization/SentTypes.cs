using System.Collections.Concurrent;

namespace PProcess.Serialization;

/// <summary>The types of the values that this process has sent, by fingerprint, so that it can show what it has sent.</summary>
/// <remarks>Kept only where <see cref="Keep"/> was called before anything was sent: an ordinary worker shows nothing.</remarks>
internal static class SentTypes
{
    private static ConcurrentDictionary<int, Type>? _types;

    public static void Keep() => _types ??= [];

    /// <summary>Remembers a type, and gives back its fingerprint.</summary>
    public static int Note(int fingerprint, Type type)
    {
        _types?.TryAdd(fingerprint, type);
        return fingerprint;
    }

    public static Type? Find(int fingerprint) => _types?.GetValueOrDefault(fingerprint);
}
