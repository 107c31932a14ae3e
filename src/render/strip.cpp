#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "footprints.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/render/painter.hpp"
#include "stage.hpp"

namespace poseaae::render {

namespace {

constexpr int kWidestPicture = 32767;  // Cairo's limit

struct Strip {
  Strip(const Scene& scene, const Style& style, int count);

  [[nodiscard]] int frame(int column) const {
    return columns == 1 ? 0
                        : static_cast<int>(std::lround(static_cast<double>(column) * (frames - 1) /
                                                       (columns - 1)));
  }
  [[nodiscard]] Viewport cell(int column, std::size_t row) const {
    return {column * cell_width, static_cast<double>(row) * cell_height, cell_width, cell_height};
  }
  /// The floor right below the body: each pose stands in the middle of its cell.
  [[nodiscard]] Vec3 origin(std::size_t row, int column) const {
    const Vec3& body = actors[row].body(frame(column));
    return {body.x(), actors[row].floor(), body.z()};
  }
  [[nodiscard]] std::vector<Vec3> points() const;

  int frames;
  int columns;
  double cell_width;
  double cell_height;
  std::vector<Actor> actors;
  std::vector<Footprints> footprints;
};

Strip::Strip(const Scene& scene, const Style& style, int count)
    : frames(scene.frames()),
      columns(std::min(count, scene.frames())),
      cell_width(columns == 1 ? style.width : std::round(kStripCell * style.width)),
      cell_height(style.height) {
  if (count < 1) {
    throw UsageError(fmt::format("contact strip: expected at least one pose, found {}", count));
  }
  const double widest =
      std::max(columns * cell_width, cell_height * static_cast<double>(scene.panels().size()));
  if (widest > kWidestPicture) {
    throw UsageError(
        fmt::format("contact strip: {} poses of {} pixels are wider than {} pixels together; draw "
                    "fewer (--strip) or smaller ones (--size)",
                    columns, cell_width, kWidestPicture));
  }
  for (const Panel& panel : scene.panels()) {
    actors.emplace_back(panel.motion);
    footprints.push_back(footprints_of(panel.motion, style));
  }
}

std::vector<Vec3> Strip::points() const {
  std::vector<Vec3> points;
  for (std::size_t row = 0; row < actors.size(); ++row) {
    for (int column = 0; column < columns; ++column) {
      for (const int p : actors[row].visible()) {
        points.emplace_back(actors[row].points(frame(column))[p] - origin(row, column));
      }
    }
  }
  return points;
}

}  // namespace

Picture contact_strip(const Scene& scene, const Camera& camera, const Style& style, int count) {
  style.validate();
  const Strip strip(scene, style, count);
  const std::vector<Vec3> points = strip.points();
  double spread = 0.0;
  bool titled = false;
  for (const Vec3& p : points) spread = std::max(spread, std::hypot(p.x(), p.z()));
  for (const Panel& panel : scene.panels()) titled = titled || !panel.title.empty();
  const View view(camera, points, fitting_area(style, strip.cell_width, titled));

  const int width = static_cast<int>(strip.columns * strip.cell_width);
  const int height =
      static_cast<int>(strip.cell_height * static_cast<double>(scene.panels().size()));
  Picture picture{width, height, style.background, {}};
  const double u = unit_of(style);
  for (std::size_t row = 0; row < scene.panels().size(); ++row) {
    for (int column = 0; column < strip.columns; ++column) {
      Layer layer{strip.cell(column, row), {}};
      const int frame = strip.frame(column);
      const Actor& actor = strip.actors[row];
      const Stage stage{view, layer.clip, strip.origin(row, column)};
      if (style.grid) add_floor(layer.shapes, stage, floor_radius(0.6 * spread), style);
      if (style.shadow) add_shadow(layer.shapes, stage, actor, frame, style);
      add_footprints(layer.shapes, stage, strip.footprints[row], frame, style);
      add_figure(layer.shapes, stage, actor, frame, style);
      if (column == 0) {
        add_panel_title(layer.shapes, layer.clip, scene.panels()[row].title, style);
      }
      if (style.time_label && strip.frames > 1) {
        layer.shapes.emplace_back(Label{
            {layer.clip.x + 0.5 * layer.clip.width, layer.clip.y + layer.clip.height - 14.0 * u},
            fmt::format("{:.2f} s", frame / scene.fps()),
            11.0 * u,
            mix(style.background, style.ink(), 0.6),
            Anchor::kCentre});
      }
      picture.layers.push_back(std::move(layer));
    }
  }
  Layer top{{0.0, 0.0, static_cast<double>(width), static_cast<double>(height)}, {}};
  add_title(top.shapes, width, style);
  picture.layers.push_back(std::move(top));
  return picture;
}

}  // namespace poseaae::render
