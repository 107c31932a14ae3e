#include "poseaae/atlas/pose_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/footing/standing.hpp"
#include "poseaae/render/painter.hpp"

namespace poseaae::atlas {

namespace {

using render::Anchor;
using render::Colour;
using render::Sheet;
using render::Viewport;

constexpr double kMargin = 26.0;
constexpr double kLabelGap = 16.0;
constexpr double kHeadingRoom = 24.0;
constexpr double kGroupRoom = 34.0;
constexpr double kGroupSize = 15.0;
constexpr double kGroupGap = 34.0;
constexpr double kCaptionRoom = 18.0;
constexpr double kRowGap = 6.0;
constexpr Colour kTint{244, 246, 249};

std::size_t columns_of(const PoseGrid& grid) {
  return static_cast<std::size_t>(grid.rows.front().poses.frames());
}

/// For each column the number of its group.
std::vector<std::size_t> group_of_columns(const PoseGrid& grid) {
  std::vector<std::size_t> groups;
  for (std::size_t g = 0; g < grid.groups.size(); ++g) {
    groups.insert(groups.end(), static_cast<std::size_t>(std::max(0, grid.groups[g].columns)), g);
  }
  return groups;
}

void check(const PoseGrid& grid, const GridStyle& style) {
  if (grid.rows.empty()) throw UsageError("pose grid: expected at least one row, found none");
  if (style.cell_width < 40 || style.cell_height < 40) {
    throw UsageError(
        fmt::format("pose grid: expected cells of at least 40 x 40 pixels, found {} x {}",
                    style.cell_width, style.cell_height));
  }
  const std::size_t columns = columns_of(grid);
  const auto require = [&](const std::string& what, std::size_t found) {
    if (found == columns) return;
    throw UsageError(
        fmt::format("pose grid: {}: expected {}, one per column, found {}", what, columns, found));
  };
  if (!grid.columns.empty()) require("headings", grid.columns.size());
  for (const GridRow& row : grid.rows) {
    require("poses of row '" + row.label + "'", static_cast<std::size_t>(row.poses.frames()));
    if (!row.captions.empty()) require("captions of '" + row.label + "'", row.captions.size());
  }
  if (!grid.groups.empty()) require("columns of its groups", group_of_columns(grid).size());
}

/// Where everything stands.
struct Layout {
  Layout(const PoseGrid& grid, const GridStyle& style)
      : cell_width(style.cell_width), columns(columns_of(grid)), groups(group_of_columns(grid)) {
    double labels = 0.0;
    bool captions = false;
    for (const GridRow& row : grid.rows) {
      labels = std::max({labels, render::text_width(row.label, render::kTextSize, true),
                         render::text_width(row.note, render::kSmall)});
      captions = captions || !row.captions.empty();
    }
    left = kMargin + (labels > 0.0 ? labels + kLabelGap : 0.0);
    top = kMargin - 8.0;
    if (!grid.title.empty()) top += 28.0;
    if (!grid.subtitle.empty()) top += 20.0;
    group_headings = top + kGroupRoom - 12.0;
    if (!grid.groups.empty()) top += kGroupRoom;
    headings = top + kHeadingRoom - 8.0;
    if (!grid.columns.empty()) top += kHeadingRoom;
    figure_height = style.cell_height;
    row_height = figure_height + (captions ? kCaptionRoom : 0.0) + kRowGap;
    const double titles = std::max(render::text_width(grid.title, kTitle, true),
                                   render::text_width(grid.subtitle, render::kTextSize));
    width = std::max(right() + kMargin, titles + 2.0 * kMargin);
    height = top + row_height * static_cast<double>(grid.rows.size()) + kMargin - kRowGap;
  }

  [[nodiscard]] double x(std::size_t column) const {
    const double gaps = groups.empty() ? 0.0 : kGroupGap * static_cast<double>(groups[column]);
    return left + cell_width * static_cast<double>(column) + gaps;
  }
  [[nodiscard]] double right() const { return x(columns - 1) + cell_width; }
  [[nodiscard]] double y(std::size_t row) const {
    return top + row_height * static_cast<double>(row);
  }

  static constexpr double kTitle = 18.0;
  double cell_width;
  std::size_t columns;
  std::vector<std::size_t> groups;
  double left = 0.0, top = 0.0, group_headings = 0.0, headings = 0.0;
  double figure_height = 0.0, row_height = 0.0;
  double width = 0.0, height = 0.0;
};

/// All poses at one scale, one layer each, row by row.
std::vector<render::Layer> figures(const PoseGrid& grid, const GridStyle& style) {
  std::vector<render::Panel> panels;
  for (const GridRow& row : grid.rows) panels.push_back({"", row.poses});
  render::Style figure = style.figures;
  // A strip's poses stand closer than its panels are wide; a single one does not.
  figure.width = columns_of(grid) == 1
                     ? style.cell_width
                     : static_cast<int>(std::ceil(style.cell_width / render::kStripCell));
  figure.height = style.cell_height;
  figure.title.clear();
  figure.time_label = false;
  return render::contact_strip(render::Scene(std::move(panels)), style.camera, figure,
                               static_cast<int>(columns_of(grid)))
      .layers;
}

void add_headings(Sheet& sheet, const PoseGrid& grid, const Layout& at) {
  double y = kMargin - 8.0;
  if (!grid.title.empty()) {
    y += 28.0;
    sheet.text({kMargin, y - 8.0}, grid.title, Anchor::kLeft, render::kInk, Layout::kTitle, true);
  }
  if (!grid.subtitle.empty()) {
    sheet.text({kMargin, y + 12.0}, grid.subtitle, Anchor::kLeft, render::kQuiet);
  }
  std::size_t first = 0;
  for (const ColumnGroup& group : grid.groups) {
    const std::size_t last = first + static_cast<std::size_t>(std::max(0, group.columns));
    if (last == first) continue;
    sheet.text({at.x(first), at.group_headings}, group.heading, Anchor::kLeft, render::kInk,
               kGroupSize, true);
    const double rule = at.group_headings + 8.0;
    sheet.line({{at.x(first), rule}, {at.x(last - 1) + at.cell_width, rule}}, render::kRule);
    first = last;
  }
  for (std::size_t c = 0; c < grid.columns.size(); ++c) {
    sheet.text({at.x(c) + 0.5 * at.cell_width, at.headings}, grid.columns[c], Anchor::kCentre,
               render::kInk, render::kTextSize, true);
  }
}

void add_row(Sheet& sheet, const GridRow& row, const Layout& at, double y) {
  const double middle = y + 0.5 * at.figure_height;
  sheet.text({kMargin, middle}, row.label, Anchor::kLeft, render::kInk, render::kTextSize, true);
  sheet.text({kMargin, middle + 16.0}, row.note, Anchor::kLeft, render::kQuiet, render::kSmall);
  for (std::size_t c = 0; c < row.captions.size(); ++c) {
    sheet.text({at.x(c) + 0.5 * at.cell_width, y + at.figure_height + 9.0}, row.captions[c],
               Anchor::kCentre, render::kQuiet, render::kSmall);
  }
}

int frame_at(int frames, int count, int i) {
  if (count == 1) return 0;
  return static_cast<int>(std::lround(static_cast<double>(i) * (frames - 1) / (count - 1)));
}

void check_spread(const mocap::Motion& motion, int count) {
  if (count < 1 || motion.frames() < 1) {
    throw UsageError(
        fmt::format("expected at least one pose to draw from a motion with at least one frame, "
                    "found {} poses and {} frames",
                    count, motion.frames()));
  }
}

}  // namespace

render::Style figure_style() {
  render::Style style;
  style.background = render::kPaper;
  style.grid = false;
  style.time_label = false;
  return style;
}

render::Picture pose_grid(const PoseGrid& grid, const GridStyle& style) {
  check(grid, style);
  const Layout at(grid, style);
  const std::vector<render::Layer> poses = figures(grid, style);
  const std::size_t columns = columns_of(grid);
  Sheet sheet;
  if (style.highlight >= 0 && static_cast<std::size_t>(style.highlight) < columns) {
    const double bottom = at.y(grid.rows.size()) - kRowGap;
    sheet.box({at.x(static_cast<std::size_t>(style.highlight)), at.headings - 17.0, at.cell_width,
               bottom - at.headings + 17.0},
              kTint, 1.0, 6.0);
  }
  add_headings(sheet, grid, at);
  for (std::size_t r = 0; r < grid.rows.size(); ++r) {
    if (r > 0 && at.left > kMargin) {  // rows that have labels
      const double y = at.y(r) - 0.5 * kRowGap;
      sheet.line({{kMargin, y}, {at.right(), y}}, render::kRule, 0.7);
    }
    for (std::size_t c = 0; c < columns; ++c) {
      const render::Layer& pose = poses[r * columns + c];
      sheet.place(pose, at.x(c) - pose.clip.x - 0.5 * (pose.clip.width - at.cell_width),
                  at.y(r) - pose.clip.y);
    }
    add_row(sheet, grid.rows[r], at, at.y(r));
  }
  return std::move(sheet).finish(static_cast<int>(std::ceil(at.width)),
                                 static_cast<int>(std::ceil(at.height)));
}

mocap::Motion spread_poses(const mocap::Motion& motion, int count) {
  check_spread(motion, count);
  mocap::Motion poses(motion.skeleton(), motion.fps(), count);
  for (int i = 0; i < count; ++i) {
    const int frame = frame_at(motion.frames(), count, i);
    for (int j = 0; j < motion.joints(); ++j) poses.set_rotation(i, j, motion.rotation(frame, j));
    poses.set_root_position(i, motion.root_position(frame));
  }
  for (const auto& [joint, track] : motion.translations()) {
    std::vector<mocap::Vec3> kept;
    for (int i = 0; i < count; ++i) kept.push_back(track[frame_at(motion.frames(), count, i)]);
    poses.set_translation(joint, std::move(kept));
  }
  return poses;
}

std::vector<std::string> spread_times(const mocap::Motion& motion, int count) {
  check_spread(motion, count);
  std::vector<std::string> times;
  for (int i = 0; i < count; ++i) {
    times.push_back(fmt::format("{:.2f} s", frame_at(motion.frames(), count, i) / motion.fps()));
  }
  return times;
}

mocap::Motion stand_poses(const codec::PoseAutoencoder& model, const Batch& latents) {
  return stand_poses(model.skeleton(), model.decode_poses(latents));
}

mocap::Motion stand_poses(const mocap::Skeleton& skeleton, const Batch& poses) {
  // Planting smooths over time; between frames a second apart it has nothing to smooth.
  constexpr double kUnrelated = 1.0;
  return footing::plant_on_floor(codec::PoseFormat(skeleton).motion_of(poses, kUnrelated));
}

}  // namespace poseaae::atlas
