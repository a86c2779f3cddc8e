using Raytracer.Model;

namespace Raytracer.Tracing;

/// <summary>Sends rays from the lens through points of the picture.</summary>
internal sealed class Camera
{
    private readonly View _view;
    private readonly Vector _forward;
    private readonly Vector _right;
    private readonly Vector _up;

    public Camera(View view)
    {
        _view = view;
        _forward = (view.Target - view.Position).Normalize();
        _right = Vector.Cross(_forward, view.Up).Normalize();
        _up = Vector.Cross(_right, _forward);
    }

    /// <summary>The ray through a point of the picture.</summary>
    /// <param name="x">From the middle to the right, in half picture heights.</param>
    /// <param name="y">From the middle upwards, in half picture heights.</param>
    /// <param name="lens">The point of the unit disc at which it leaves the lens.</param>
    public Ray RayThrough(double x, double y, (double X, double Y) lens)
    {
        var scale = Math.Tan(_view.FieldOfView / 2) * _view.Focus;
        var sharp = (_forward * _view.Focus) + (_right * (x * scale)) + (_up * (y * scale));
        var radius = _view.Aperture / 2;
        var offset = (_right * (lens.X * radius)) + (_up * (lens.Y * radius));
        return new Ray(_view.Position + offset, (sharp - offset).Normalize());
    }
}
