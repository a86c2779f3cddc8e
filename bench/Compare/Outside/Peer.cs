using System.Diagnostics;
using System.Text.Json;
using Compare.Measuring;

namespace Compare.Outside;

/// <summary>
/// A script that says in a line of JSON that it is ready, or what it misses, and then, for each line that it is sent, runs one round
/// and answers with its values and what it computed.
/// </summary>
internal sealed class Peer(string name, string expected, Interpreter interpreter, params IReadOnlyList<string> arguments)
    : Contestant(name, Side.Peer, expected)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private Process? _process;

    public override async Task PrepareAsync()
    {
        var command = await interpreter.CommandAsync();
        foreach (var argument in arguments)
        {
            command.ArgumentList.Add(argument);
        }

        command.RedirectStandardInput = true;
        command.RedirectStandardOutput = true;
        _process = Process.Start(command)!;
        await ReadAsync();
    }

    public override async Task<Sample> RunAsync()
    {
        await _process!.StandardInput.WriteLineAsync();
        await _process.StandardInput.FlushAsync();
        var answer = await ReadAsync();
        return new Sample(answer.GetProperty("result").GetString()!, [.. answer.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())]);
    }

    protected override async Task EndAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }

    private async Task<JsonElement> ReadAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        string? line;
        try
        {
            line = await _process!.StandardOutput.ReadLineAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new MissingException($"said nothing for {Patience.TotalSeconds} seconds");
        }

        var answer = line is null ? throw new MissingException("its script has ended") : JsonElement.Parse(line);
        return answer.TryGetProperty("missing", out var missing) ? throw new MissingException(missing.GetString()!) : answer;
    }
}
