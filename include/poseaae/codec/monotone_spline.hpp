#pragma once

#include <vector>

namespace poseaae::codec {

/// An increasing function through knots (x_i, y_i), both ascending, with a continuous slope:
/// between knots a quotient of two quadratic polynomials, beyond the first and the last a straight
/// line,
///   y(x) = y_i + h (s t^2 + d_i t (1 - t)) / (s + (d_i + d_i+1 - 2 s) t (1 - t)),
/// with t = (x - x_i) / (x_i+1 - x_i), h = y_i+1 - y_i, s = h / (x_i+1 - x_i). The slope d_i of a
/// knot is the harmonic mean of the slopes s on its two sides, that of the first and the last the
/// slope of its only side. Where x is y at every knot it is the identity. Source: Gregory and
/// Delbourgo 1982, "Piecewise rational quadratic interpolation to monotonic data"; its inverse, in
/// closed form too: Durkan et al. 2019, "Neural spline flows".
class MonotoneSpline {
 public:
  /// The identity.
  MonotoneSpline() = default;
  /// @throws UsageError unless there are as many x as y, at least two, finite and ascending
  MonotoneSpline(std::vector<double> x, std::vector<double> y);

  [[nodiscard]] double operator()(double x) const;
  [[nodiscard]] double slope(double x) const;
  /// The x at which the function is y.
  [[nodiscard]] double inverse(double y) const;

 private:
  /// A piece, of the index of its first knot, with s and the slopes of its two knots.
  struct Piece {
    std::size_t i;
    double width, height, s, first, last;
  };
  [[nodiscard]] Piece piece(const std::vector<double>& knots, double at) const;

  std::vector<double> x_;
  std::vector<double> y_;
  std::vector<double> slopes_;
};

}  // namespace poseaae::codec
