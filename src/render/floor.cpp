#include <algorithm>
#include <cmath>

#include "stage.hpp"

namespace poseaae::render {

namespace {

constexpr int kPieces = 20;         // of one line, each with its own strength
constexpr double kStrength = 0.30;  // of the ink in the middle

/// In metres; at most 80 lines each way, however far the dancer goes.
double spacing_of(double radius) {
  constexpr double kMostLines = 40.0;  // on each side of the middle
  if (radius < 4.0) return 0.5;
  if (radius < 10.0) return 1.0;
  double spacing = 2.5;
  while (spacing * kMostLines < radius) spacing *= 10.0;
  return spacing;
}

/// One line of the floor in pieces that fade with the distance from the origin. `along` and
/// `across` are horizontal unit vectors.
void add_line(std::vector<Shape>& shapes, const Stage& stage, const Vec3& middle, const Vec3& along,
              double half_length, double radius, const Style& style) {
  const double width = std::max(0.8, unit_of(style));
  for (int i = 0; i < kPieces; ++i) {
    const double from = half_length * (2.0 * i / kPieces - 1.0);
    const double to = half_length * (2.0 * (i + 1) / kPieces - 1.0);
    const Vec3 centre = middle + 0.5 * (from + to) * along;
    const double r = (centre - stage.origin).norm() / radius;
    const double alpha = kStrength * (1.0 - r * r);
    if (alpha <= 0.01) continue;
    const Projected a = stage.project(middle + from * along);
    const Projected b = stage.project(middle + to * along);
    if (std::min(a.depth, b.depth) < stage.view.near_depth()) continue;
    // Mixed rather than transparent: round ends of neighbours overlap and would show as beads.
    shapes.emplace_back(Polyline{
        {{a.x, a.y}, {b.x, b.y}}, width, mix(style.background, style.ink(), alpha), 1.0, {}});
  }
}

}  // namespace

double unit_of(const Style& style) {
  return std::max(0.6, std::min(style.width, style.height) / 480.0);
}

double floor_radius(double spread_m) { return 1.3 * spread_m + 0.7; }

void add_floor_disc(std::vector<Shape>& shapes, const Stage& stage, const Vec3& above,
                    double radius, const Colour& colour, double alpha) {
  const Vec3 centre(above.x(), stage.origin.y(), above.z());
  const Projected middle = stage.project(centre);
  const Vec3& n = stage.view.towards_eye();
  const Vec3 away = Vec3(-n.x(), 0.0, -n.z()).normalized();
  const double near_y = stage.project(centre - radius * away).y;
  const double far_y = stage.project(centre + radius * away).y;
  shapes.emplace_back(Ellipse{{middle.x, 0.5 * (near_y + far_y)},
                              radius * stage.view.pixels_per_metre(middle.depth),
                              std::max(0.5, 0.5 * std::abs(near_y - far_y)),
                              colour,
                              alpha});
}

void add_floor(std::vector<Shape>& shapes, const Stage& stage, double radius, const Style& style) {
  const double spacing = spacing_of(radius);
  const Vec3& o = stage.origin;
  const auto add_family = [&](int axis) {
    const Vec3 across = Vec3::Unit(axis), along = Vec3::Unit(2 - axis);
    const double here = o[axis];
    for (double k = std::ceil((here - radius) / spacing); k * spacing < here + radius; ++k) {
      const double away = k * spacing - here;
      const double half_length = std::sqrt(std::max(0.0, radius * radius - away * away));
      add_line(shapes, stage, o + away * across, along, half_length, radius, style);
    }
  };
  add_family(0);
  add_family(2);
}

}  // namespace poseaae::render
