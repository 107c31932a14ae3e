#pragma once

#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/motion.hpp"
#include "poseaae/render/camera.hpp"
#include "poseaae/render/sheet.hpp"
#include "poseaae/render/style.hpp"

/// Poses in rows and columns, for traversals, sweeps and comparisons.
namespace poseaae::atlas {

/// Poses that stand side by side, one per frame.
struct GridRow {
  std::string label;  ///< to the left, bold
  std::string note;   ///< under the label, small; may be empty
  mocap::Motion poses;
  std::vector<std::string> captions{};  ///< under each pose, one per frame; or none at all
};

/// Columns that belong together.
struct ColumnGroup {
  std::string heading;  ///< above them
  int columns = 0;
};

struct PoseGrid {
  std::string title;                 ///< above everything; may be empty
  std::string subtitle;              ///< one line under the title; may be empty
  std::vector<std::string> columns;  ///< headings, one per pose; or none at all
  std::vector<GridRow> rows;
  /// From the left, with a gap between one and the next; or none at all.
  std::vector<ColumnGroup> groups{};
};

/// The default style of poses on a page: on white, without floor or time.
[[nodiscard]] render::Style figure_style();

struct GridStyle {
  int cell_width = 116;   ///< pixels
  int cell_height = 132;  ///< pixels
  render::Camera camera{};
  /// How poses are drawn; its size and titles do not count.
  render::Style figures = figure_style();
  /// The column with a tinted background, as the centre of a traversal; -1 for none.
  int highlight = -1;
};

/// The grid as a picture: each pose in the middle of its cell with its feet on one line, all of
/// them at one scale. @throws UsageError: no row, rows of different lengths, captions or headings
/// that are not one per pose, groups that are not of all columns, cells below 40 x 40 pixels, or a
/// picture beyond 32767 pixels
[[nodiscard]] render::Picture pose_grid(const PoseGrid& grid, const GridStyle& style = {});

/// A row for a sweep: `count` poses evenly spread over a motion, from its first frame to its last.
/// @throws UsageError when count < 1 or the motion has no frame
[[nodiscard]] mocap::Motion spread_poses(const mocap::Motion& motion, int count);
/// The seconds of those poses as headings ("0.00 s", "0.50 s", ...).
[[nodiscard]] std::vector<std::string> spread_times(const mocap::Motion& motion, int count);

/// The poses that latents (N, Z) decode to, one per frame, each planted on the floor independently
/// of the others. @throws UsageError when Z differs
[[nodiscard]] mocap::Motion stand_poses(const codec::PoseAutoencoder& model, const Batch& latents);
/// The same of poses (N, 4J).
[[nodiscard]] mocap::Motion stand_poses(const mocap::Skeleton& skeleton, const Batch& poses);

}  // namespace poseaae::atlas
