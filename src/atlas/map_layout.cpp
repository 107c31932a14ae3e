#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "map_parts.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::atlas {

namespace {

using render::Point;
using render::Viewport;

constexpr double kPadding = 18.0;
constexpr double kThumbnailShape = 0.82;  ///< width over height

struct Bounds {
  Eigen::RowVector2d low{1e300, 1e300};
  Eigen::RowVector2d high{-1e300, -1e300};
  void add(const Eigen::MatrixX2d& positions) {
    if (positions.rows() == 0) return;
    low = low.cwiseMin(positions.colwise().minCoeff());
    high = high.cwiseMax(positions.colwise().maxCoeff());
  }
  /// No farther out than the middle 99 % of the positions and a third of its width on either side.
  void confine(const Eigen::MatrixX2d& positions) {
    for (int axis = 0; axis < 2; ++axis) {
      const std::vector<double> values(positions.col(axis).begin(), positions.col(axis).end());
      const double from = metrics::percentile(values, 0.5);
      const double to = metrics::percentile(values, 99.5);
      const double room = (to - from) / 3.0;
      if (!(room > 0.0)) continue;  // hardly any position off one line: keep them all
      low[axis] = std::max(low[axis], from - room);
      high[axis] = std::min(high[axis], to + room);
    }
  }
};

double squared(const Point& a, const Point& b) {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

bool meet(const Viewport& a, const Viewport& b, double gap) {
  return a.x < b.x + b.width + gap && b.x < a.x + a.width + gap && a.y < b.y + b.height + gap &&
         b.y < a.y + a.height + gap;
}

bool holds(const Viewport& box, const Point& p) {
  return p.x >= box.x && p.x <= box.x + box.width && p.y >= box.y && p.y <= box.y + box.height;
}

bool inside(const Viewport& box, const Viewport& area) {
  return box.x >= area.x && box.y >= area.y && box.x + box.width <= area.x + area.width &&
         box.y + box.height <= area.y + area.height;
}

/// Farthest-point sampling: the outermost point, then always the one farthest from all chosen.
std::vector<int> far_apart(const MapLayout& layout, int count, double least) {
  const std::vector<Point>& points = layout.points;
  Point centre;
  for (const Point& p : points) {
    centre.x += p.x / static_cast<double>(points.size());
    centre.y += p.y / static_cast<double>(points.size());
  }
  std::vector<int> chosen;
  // What is not shown counts as chosen already.
  std::vector<double> nearest(points.size(), std::numeric_limits<double>::infinity());
  std::size_t next = points.size();
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!layout.shows(points[i])) {
      nearest[i] = 0.0;
    } else if (next == points.size() ||
               squared(points[i], centre) > squared(points[next], centre)) {
      next = i;
    }
  }
  if (next == points.size()) return chosen;
  while (static_cast<int>(chosen.size()) < count) {
    chosen.push_back(static_cast<int>(next));
    std::size_t farthest = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      nearest[i] = std::min(nearest[i], squared(points[i], points[next]));
      if (nearest[i] > nearest[farthest]) farthest = i;
    }
    if (nearest[farthest] < least * least) break;
    next = farthest;
  }
  return chosen;
}

/// Boxes around a point, near ones first.
std::vector<Viewport> boxes_around(const Point& p, double width, double height) {
  constexpr int kDirections = 16;
  constexpr std::array kDistances{0.72, 1.0, 1.4};  // in heights, to the middle of the box
  std::vector<Viewport> boxes;
  for (const double distance : kDistances) {
    for (int d = 0; d < kDirections; ++d) {
      const double angle = 2.0 * std::numbers::pi * d / kDirections;
      boxes.push_back({p.x + distance * height * std::cos(angle) - 0.5 * width,
                       p.y - distance * height * std::sin(angle) - 0.5 * height, width, height});
    }
  }
  return boxes;
}

/// What a box hides of paths: their ends count as much as all the rest.
double hidden_of_paths(const MapLayout& layout, const Viewport& box) {
  double hidden = 0.0;
  for (const auto& way : layout.paths) {
    if (way.empty()) continue;
    const auto covered =
        std::count_if(way.begin(), way.end(), [&](const Point& p) { return holds(box, p); });
    hidden += static_cast<double>(covered) / static_cast<double>(way.size());
    hidden += holds(box, way.front()) || holds(box, way.back()) ? 1.0 : 0.0;
  }
  return hidden;
}

std::vector<Thumbnail> place_thumbnails(const MapLayout& layout, const MapOptions& options) {
  std::vector<Thumbnail> thumbnails;
  if (options.thumbnails == 0) return thumbnails;
  const double height = options.thumbnail_px;
  const double width = std::round(kThumbnailShape * height);
  const std::vector<int> chosen = far_apart(layout, options.thumbnails, 0.8 * height);
  for (const int position : chosen) {
    double least = std::numeric_limits<double>::infinity();
    Viewport best;
    for (const Viewport& box : boxes_around(layout.points[position], width, height)) {
      const bool free = inside(box, layout.area) &&
                        std::none_of(thumbnails.begin(), thumbnails.end(),
                                     [&](const auto& other) { return meet(box, other.box, 4.0); });
      if (!free) continue;
      double covered = 0.0;
      for (const Point& p : layout.points) covered += holds(box, p) ? 1.0 : 0.0;

      // A few points are worth less than nearness; what others stand for, and ends of paths, are
      // not covered if there is any other way.
      double cost = covered / static_cast<double>(layout.points.size()) +
                    0.02 *
                        std::sqrt(squared({box.x + 0.5 * width, box.y + 0.5 * height},
                                          layout.points[position])) /
                        height;
      for (const int other : chosen) cost += holds(box, layout.points[other]) ? 1.0 : 0.0;
      cost += hidden_of_paths(layout, box);
      if (cost < least) {
        least = cost;
        best = box;
      }
    }
    if (std::isfinite(least)) thumbnails.push_back({position, best});
  }
  return thumbnails;
}

}  // namespace

void MapOptions::validate() const {
  const auto require = [](bool good, const char* what, int found) {
    if (!good) throw UsageError(fmt::format("map: expected {}, found {}", what, found));
  };
  require(width >= 480 && width <= 16384, "a width of 480 to 16384 pixels", width);
  require(height >= 320 && height <= 16384, "a height of 320 to 16384 pixels", height);
  require(thumbnails >= 0 && thumbnails <= 1000, "0 to 1000 poses", thumbnails);
  require(thumbnail_px >= 32 && thumbnail_px <= 1024, "poses of 32 to 1024 pixels", thumbnail_px);
}

MapLayout lay_out_map(const Plane& plane, const std::vector<MapPath>& paths,
                      const MapOptions& options) {
  options.validate();
  MapLayout layout;
  const double left = plane.metric() ? kAxisRoom : kMapMargin;
  layout.area = {left, kMapHeader, options.width - left - kLegendWidth,
                 options.height - kMapHeader - (plane.metric() ? kAxisRoom : kMapMargin)};
  std::vector<Eigen::MatrixX2d> ways;
  Bounds bounds;
  bounds.add(plane.positions());
  for (const MapPath& path : paths) {
    ways.push_back(plane.place(path.points));
    bounds.add(ways.back());
  }
  if (!options.whole) bounds.confine(plane.positions());
  const Eigen::RowVector2d extent = (bounds.high - bounds.low).cwiseMax(1e-9);
  const Viewport& area = layout.area;
  layout.scale = std::min((area.width - 2.0 * kPadding) / extent.x(),
                          (area.height - 2.0 * kPadding) / extent.y());
  layout.centre = 0.5 * (bounds.low + bounds.high);
  const auto pixels = [&](const Eigen::MatrixX2d& positions) {
    std::vector<Point> points;
    for (Eigen::Index i = 0; i < positions.rows(); ++i) {
      points.push_back({layout.x(positions(i, 0)), layout.y(positions(i, 1))});
    }
    return points;
  };
  layout.points = pixels(plane.positions());
  for (const auto& way : ways) layout.paths.push_back(pixels(way));
  const auto hidden = [&](const Point& p) { return !layout.shows(p); };
  layout.beyond =
      static_cast<int>(std::count_if(layout.points.begin(), layout.points.end(), hidden));
  for (const auto& way : layout.paths) {
    layout.paths_beyond = layout.paths_beyond || std::any_of(way.begin(), way.end(), hidden);
  }
  layout.thumbnails = place_thumbnails(layout, options);
  return layout;
}

}  // namespace poseaae::atlas
