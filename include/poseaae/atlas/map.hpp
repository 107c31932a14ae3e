#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "poseaae/atlas/plane.hpp"
#include "poseaae/atlas/pose_grid.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/render/camera.hpp"
#include "poseaae/render/picture.hpp"
#include "poseaae/render/style.hpp"

/// A map of a latent space as a picture.
namespace poseaae::atlas {

/// A text for each encoding (N), shown in a legend: clips, styles. The most frequent texts get a
/// colour each until the palette is used up; the others share one.
struct TextLabel {
  std::string name;  ///< "style"
  std::vector<std::string> values;
};
/// A number for each encoding (N), shown along a colour bar: time, energy. NaN is drawn in grey.
struct NumberLabel {
  std::string name;  ///< "energy", with its unit if it has one
  std::vector<double> values;
};
using MapColouring = std::variant<std::monostate, TextLabel, NumberLabel>;

/// A path drawn over the map, from a ring to a dot.
struct MapPath {
  std::string name;  ///< in the legend
  Batch points;      ///< (T, Z)
};

struct MapOptions {
  std::string title{};
  int width = 1100;       ///< pixels, legend included
  int height = 800;       ///< pixels
  int thumbnails = 10;    ///< poses drawn beside far-apart positions; 0 for none
  int thumbnail_px = 92;  ///< height of each
  /// Show everything, however far away it lies. Otherwise the few positions farther out than the
  /// middle 99 % plus a third of its width, and the parts of paths there, are left out, and the map
  /// says so.
  bool whole = false;
  render::Camera camera{};
  /// How poses are drawn; its size and titles do not count.
  render::Style figures = figure_style();

  /// @throws UsageError
  void validate() const;
};

/// Where a pose is drawn: beside the position (a row of Plane::positions()) that it stands for.
struct Thumbnail {
  int position = 0;
  render::Viewport box;  ///< pixels
};

/// The layout of a map, in pixels.
struct MapLayout {
  render::Viewport area;                          ///< of the points
  double scale = 1.0;                             ///< pixels per unit of the plane, both ways
  Eigen::RowVector2d centre{0.0, 0.0};            ///< of the area, units of the plane
  std::vector<render::Point> points;              ///< M, as Plane::positions()
  std::vector<std::vector<render::Point>> paths;  ///< as given
  /// Positions that lie far apart (farthest-point sampling on the picture, from the outermost one),
  /// as many as there is room for: boxes do not overlap, and each stands beside its point where it
  /// covers the fewest other points and no end of a path.
  std::vector<Thumbnail> thumbnails;
  int beyond = 0;             ///< positions outside of the area
  bool paths_beyond = false;  ///< whether a path leaves the area

  [[nodiscard]] bool shows(const render::Point& p) const {
    return p.x >= area.x && p.x <= area.x + area.width && p.y >= area.y &&
           p.y <= area.y + area.height;
  }
  /// Pixels of a position in the plane, where y points up; in the picture, y points down.
  [[nodiscard]] double x(double position) const {
    return area.x + 0.5 * area.width + scale * (position - centre.x());
  }
  [[nodiscard]] double y(double position) const {
    return area.y + 0.5 * area.height - scale * (position - centre.y());
  }
};
[[nodiscard]] MapLayout lay_out_map(const Plane& plane, const std::vector<MapPath>& paths,
                                    const MapOptions& options);

/// The map of `latents` (N, Z), whose positions the plane holds; the colouring has one value for
/// each of them. @throws UsageError when sizes do not fit
[[nodiscard]] render::Picture draw_map(const codec::PoseAutoencoder& model, const Plane& plane,
                                       const Batch& latents, const MapColouring& colouring,
                                       const std::vector<MapPath>& paths,
                                       const MapOptions& options = {});

/// The columns clip, frame, x, y and the label, if there is one, as CSV, one row per position.
/// @throws UsageError when sizes do not fit
[[nodiscard]] std::string map_csv(const Plane& plane, const latent::Encodings& encodings,
                                  const MapColouring& colouring);

}  // namespace poseaae::atlas
