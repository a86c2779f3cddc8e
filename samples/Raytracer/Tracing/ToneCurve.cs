namespace Raytracer.Tracing;

/// <summary>Maps light of any brightness to the bytes of a display.</summary>
internal static class ToneCurve
{
    /// <summary>What an sRGB value from 0 to 1 stands for in linear light.</summary>
    public static double Decode(double value) =>
        value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);

    /// <summary>The display's byte for an amount of light: highlights roll off, shadows keep their contrast.</summary>
    public static byte Encode(double light)
    {
        // Narkowicz's fit of the film curve of the Academy Color Encoding System.
        var filmed = light * ((2.51 * light) + 0.03) / ((light * ((2.43 * light) + 0.59)) + 0.14);
        var value = Math.Clamp(filmed, 0, 1);
        var encoded = value <= 0.0031308 ? value * 12.92 : (1.055 * Math.Pow(value, 1 / 2.4)) - 0.055;
        return (byte)Math.Round(encoded * 255);
    }
}
