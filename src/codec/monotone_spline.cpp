#include "poseaae/codec/monotone_spline.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::codec {

MonotoneSpline::MonotoneSpline(std::vector<double> x, std::vector<double> y)
    : x_(std::move(x)), y_(std::move(y)), slopes_(x_.size()) {
  const auto ascends = [](const std::vector<double>& knots) {
    return std::adjacent_find(knots.begin(), knots.end(),
                              [](double a, double b) { return !(b > a); }) == knots.end();
  };
  const bool finite = !x_.empty() && !y_.empty() && std::isfinite(x_.front()) &&
                      std::isfinite(x_.back()) && std::isfinite(y_.front()) &&
                      std::isfinite(y_.back());
  if (x_.size() < 2 || x_.size() != y_.size() || !finite || !ascends(x_) || !ascends(y_)) {
    throw UsageError("monotone spline: expected two knots or more, finite and ascending");
  }
  const auto side = [&](std::size_t i) { return (y_[i + 1] - y_[i]) / (x_[i + 1] - x_[i]); };
  slopes_.front() = side(0);
  slopes_.back() = side(x_.size() - 2);
  for (std::size_t i = 1; i + 1 < x_.size(); ++i) {
    slopes_[i] = 2.0 * side(i - 1) * side(i) / (side(i - 1) + side(i));
  }
}

MonotoneSpline::Piece MonotoneSpline::piece(const std::vector<double>& knots, double at) const {
  const auto after = std::upper_bound(knots.begin() + 1, knots.end() - 1, at);
  const auto i = static_cast<std::size_t>(after - knots.begin()) - 1;
  const double width = x_[i + 1] - x_[i];
  const double height = y_[i + 1] - y_[i];
  return {i, width, height, height / width, slopes_[i], slopes_[i + 1]};
}

double MonotoneSpline::operator()(double x) const {
  if (x_.empty()) return x;
  if (x <= x_.front()) return y_.front() + slopes_.front() * (x - x_.front());
  if (x >= x_.back()) return y_.back() + slopes_.back() * (x - x_.back());
  const Piece p = piece(x_, x);
  const double t = (x - x_[p.i]) / p.width;
  const double both = t * (1.0 - t);
  return y_[p.i] +
         p.height * (p.s * t * t + p.first * both) / (p.s + (p.first + p.last - 2.0 * p.s) * both);
}

double MonotoneSpline::slope(double x) const {
  if (x_.empty()) return 1.0;
  if (x <= x_.front()) return slopes_.front();
  if (x >= x_.back()) return slopes_.back();
  const Piece p = piece(x_, x);
  const double t = (x - x_[p.i]) / p.width;
  const double rest = 1.0 - t;
  const double below = p.s + (p.first + p.last - 2.0 * p.s) * t * rest;
  return p.s * p.s * (p.last * t * t + 2.0 * p.s * t * rest + p.first * rest * rest) /
         (below * below);
}

double MonotoneSpline::inverse(double y) const {
  if (x_.empty()) return y;
  if (y <= y_.front()) return x_.front() + (y - y_.front()) / slopes_.front();
  if (y >= y_.back()) return x_.back() + (y - y_.back()) / slopes_.back();
  const Piece p = piece(y_, y);
  const double up = y - y_[p.i];
  const double bend = p.first + p.last - 2.0 * p.s;
  const double a = p.height * (p.s - p.first) + up * bend;
  const double b = p.height * p.first - up * bend;
  const double c = -p.s * up;
  // of the two roots, the one within the piece, without cancellation
  const double t = 2.0 * c / (-b - std::sqrt(std::max(b * b - 4.0 * a * c, 0.0)));
  return x_[p.i] + t * p.width;
}

}  // namespace poseaae::codec
