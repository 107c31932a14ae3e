#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "poseaae/atlas/plane.hpp"
#include "poseaae/atlas/pose_grid.hpp"
#include "poseaae/model/pose_autoencoder.hpp"
#include "poseaae/render/camera.hpp"
#include "poseaae/render/picture.hpp"
#include "poseaae/render/style.hpp"

/// A map of a latent space as a picture.
namespace poseaae::atlas {

/// A text for each encoding (N), in a legend: clips, styles. The most frequent get colours of their
/// own, as many as there are; the others share one.
struct TextLabel {
  std::string name;  ///< "style"
  std::vector<std::string> values;
};
/// A number for each encoding (N), along a colour bar: time, energy. NaN is drawn in grey.
struct NumberLabel {
  std::string name;  ///< "energy", with its unit if it has one
  std::vector<double> values;
};
using MapColouring = std::variant<std::monostate, TextLabel, NumberLabel>;

/// A journey drawn over the map, from a ring to a dot.
struct MapPath {
  std::string name;  ///< in the legend
  Batch points;      ///< (T, Z)
};

struct MapOptions {
  std::string title;
  int width = 1100;       ///< pixels, legend included
  int height = 800;       ///< pixels
  int thumbnails = 10;    ///< poses drawn beside far-apart places; 0 for none
  int thumbnail_px = 92;  ///< height of each
  render::Camera camera;
  render::Style figures =
      figure_style();  ///< how poses are drawn; its size and titles do not count

  /// @throws UsageError
  void validate() const;
};

/// Where a pose is drawn: the encoding's row in Plane::places(), and the box, pixels.
struct Thumbnail {
  int place = 0;
  render::Viewport box;
};

/// Everything that stands on a map, in pixels, before it is drawn.
struct MapLayout {
  render::Viewport area;                ///< of the points
  std::vector<render::Point> points;    ///< M
  std::vector<render::Colour> colours;  ///< M
  std::vector<Thumbnail> thumbnails;
};

/// The map of `latents` (N, Z), of which plane holds the places; `colouring` is one a row of
/// latents. Thumbnails: farthest-point sampling on the picture, the box beside the point where it
/// covers the fewest other points. @throws UsageError when sizes do not fit
[[nodiscard]] render::Picture draw_map(const model::PoseAutoencoder& model, const Plane& plane,
                                       const Batch& latents, const MapColouring& colouring,
                                       const std::vector<MapPath>& paths,
                                       const MapOptions& options = {});

}  // namespace poseaae::atlas
