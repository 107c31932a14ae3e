#include "poseaae/render/coverage.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/render/picture.hpp"

namespace poseaae::render {

namespace {

/// The rectangle that holds a shape; a pixel more on each side is anti-aliasing's.
struct Bounds {
  static Viewport around(double left, double top, double right, double bottom) {
    return {left - 1.0, top - 1.0, right - left + 2.0, bottom - top + 2.0};
  }

  Viewport operator()(const Capsule& s) const {
    return around(std::min(s.a.x - s.radius_a, s.b.x - s.radius_b),
                  std::min(s.a.y - s.radius_a, s.b.y - s.radius_b),
                  std::max(s.a.x + s.radius_a, s.b.x + s.radius_b),
                  std::max(s.a.y + s.radius_a, s.b.y + s.radius_b));
  }
  Viewport operator()(const Polyline& s) const {
    if (s.points.empty()) return {};
    const auto [left, right] = std::minmax_element(
        s.points.begin(), s.points.end(), [](const Point& a, const Point& b) { return a.x < b.x; });
    const auto [top, bottom] = std::minmax_element(
        s.points.begin(), s.points.end(), [](const Point& a, const Point& b) { return a.y < b.y; });
    return around(left->x - s.width, top->y - s.width, right->x + s.width, bottom->y + s.width);
  }
  Viewport operator()(const Ellipse& s) const {
    return around(s.centre.x - s.radius_x, s.centre.y - s.radius_y, s.centre.x + s.radius_x,
                  s.centre.y + s.radius_y);
  }
  Viewport operator()(const Box& s) const {
    return around(s.area.x, s.area.y, s.area.x + s.area.width, s.area.y + s.area.height);
  }
  /// Without asking the font: no glyph is wider than one and a half times its size, nor taller.
  Viewport operator()(const Label& s) const {
    const double length = 1.5 * s.size * static_cast<double>(s.text.size());
    const double before = s.anchor == Anchor::kLeft ? 0.0 : s.anchor == Anchor::kCentre ? 0.5 : 1.0;
    const double from = -before * length - s.size, to = (1.0 - before) * length + s.size;
    const double up = 1.5 * s.size;
    return s.upward ? around(s.at.x - up, s.at.y - to, s.at.x + up, s.at.y - from)
                    : around(s.at.x + from, s.at.y - up, s.at.x + to, s.at.y + up);
  }
};

Viewport intersection(const Viewport& a, const Viewport& b) {
  const double x = std::max(a.x, b.x), y = std::max(a.y, b.y);
  return {x, y, std::min(a.x + a.width, b.x + b.width) - x,
          std::min(a.y + a.height, b.y + b.height) - y};
}

int clamped(double value, int highest) {
  return static_cast<int>(std::clamp(value, 0.0, static_cast<double>(highest)));
}

}  // namespace

void Coverage::add(const Layer& layer) {
  for (const Shape& shape : layer.shapes) {
    add(intersection(layer.clip, std::visit(Bounds{}, shape)));
  }
}

void Coverage::add(const Viewport& box) {
  if (!(box.width > 0.0 && box.height > 0.0)) return;
  const auto height = static_cast<int>(rows_.size());
  const Span span{clamped(std::floor(box.x), width_),
                  clamped(std::ceil(box.x + box.width), width_)};
  const int bottom = clamped(std::ceil(box.y + box.height), height);
  for (int y = clamped(std::floor(box.y), height); y < bottom; ++y) add(y, span);
}

void Coverage::add(const Coverage& other) {
  for (std::size_t y = 0; y < rows_.size(); ++y) add(static_cast<int>(y), other.rows_[y]);
}

Coverage Coverage::grown() const {
  Coverage result(width_, static_cast<int>(rows_.size()));
  const auto height = static_cast<int>(rows_.size());
  for (int y = 0; y < height; ++y) {
    const auto [begin, end] = rows_[y];
    if (begin >= end) continue;
    const Span wider{std::max(begin - 1, 0), std::min(end + 1, width_)};
    for (int k = std::max(y - 1, 0); k <= std::min(y + 1, height - 1); ++k) result.add(k, wider);
  }
  return result;
}

void Coverage::add(int y, const Span& span) {
  if (span.begin >= span.end) return;
  Span& row = rows_[y];
  if (row.begin >= row.end) {
    row = span;
  } else {
    row = {std::min(row.begin, span.begin), std::max(row.end, span.end)};
  }
}

}  // namespace poseaae::render
