#include "poseaae/atlas/map.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>

#include "map_parts.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/io/csv.hpp"
#include "poseaae/render/painter.hpp"
#include "poseaae/render/ticks.hpp"

namespace poseaae::atlas {

namespace {

using render::Anchor;
using render::Point;
using render::Sheet;
using render::Viewport;

/// Ticks at the edge, and a light grid.
void draw_axes(Sheet& sheet, const Plane& plane, const MapLayout& layout) {
  const Viewport& area = layout.area;
  const double right = area.x + area.width, bottom = area.y + area.height;
  const double half_x = 0.5 * area.width / layout.scale, half_y = 0.5 * area.height / layout.scale;
  const auto xs = render::linear_ticks(layout.centre.x() - half_x, layout.centre.x() + half_x, 9);
  const auto ys = render::linear_ticks(layout.centre.y() - half_y, layout.centre.y() + half_y, 9);
  const auto x_labels = render::tick_labels(xs), y_labels = render::tick_labels(ys);
  for (std::size_t i = 0; i < xs.size(); ++i) {
    const double x = layout.x(xs[i]);
    sheet.line({{x, area.y}, {x, bottom}}, {234, 236, 240}, 1.0);
    sheet.text({x, bottom + 16.0}, x_labels[i], Anchor::kCentre, render::kQuiet, render::kSmall);
  }
  for (std::size_t i = 0; i < ys.size(); ++i) {
    const double y = layout.y(ys[i]);
    sheet.line({{area.x, y}, {right, y}}, {234, 236, 240}, 1.0);
    sheet.text({area.x - 7.0, y + 3.8}, y_labels[i], Anchor::kRight, render::kQuiet,
               render::kSmall);
  }
  sheet.text({area.x + 0.5 * area.width, bottom + 38.0}, plane.x_label(), Anchor::kCentre);
  sheet.add(render::Label{{20.0, area.y + 0.5 * area.height},
                          plane.y_label(),
                          render::kTextSize,
                          render::kInk,
                          Anchor::kCentre,
                          false,
                          true});
}

/// Points in an order that favours no clip: those of one would else cover those of the others.
void draw_points(Sheet& sheet, const MapLayout& layout, const Plane& plane,
                 const MapColours& colours) {
  std::vector<std::uint32_t> order(layout.points.size());
  std::iota(order.begin(), order.end(), 0U);
  constexpr std::uint32_t kGolden = 2654435769U;  // 2^32 over the golden ratio
  std::sort(order.begin(), order.end(),
            [](std::uint32_t a, std::uint32_t b) { return a * kGolden < b * kGolden; });
  const double count = static_cast<double>(order.size());
  const double radius = std::clamp(90.0 / std::sqrt(count), 1.5, 4.0);
  for (const auto i : order) {
    if (!layout.shows(layout.points[i])) continue;
    const auto row = static_cast<std::size_t>(plane.rows()[i]);
    sheet.dot(layout.points[i], radius, colours.of[row], 0.62);
  }
}

/// The parts of a way that are on the map.
std::vector<std::vector<Point>> shown_parts(const MapLayout& layout,
                                            const std::vector<Point>& way) {
  std::vector<std::vector<Point>> parts(1);
  for (const Point& p : way) {
    if (layout.shows(p)) {
      parts.back().push_back(p);
    } else if (!parts.back().empty()) {
      parts.emplace_back();
    }
  }
  return parts;
}

void draw_paths(Sheet& sheet, const MapLayout& layout) {
  for (std::size_t i = 0; i < layout.paths.size(); ++i) {
    const std::vector<Point>& way = layout.paths[i];
    if (way.empty()) continue;
    const render::Colour colour = path_colour(i);
    for (const auto& part : shown_parts(layout, way)) {
      sheet.add(render::Polyline{part, 5.0, render::kPaper, 0.8, {}});
      sheet.add(render::Polyline{part, 2.2, colour, 0.95, {}});
    }
    if (layout.shows(way.front())) {
      sheet.dot(way.front(), 7.0, colour);
      sheet.dot(way.front(), 4.4, render::kPaper);
    }
    if (layout.shows(way.back())) {
      sheet.dot(way.back(), 7.5, render::kPaper);
      sheet.dot(way.back(), 6.0, colour);
    }
  }
}

/// The point of a box's edge towards p, where a line from its middle leaves it.
Point edge_towards(const Viewport& box, const Point& p) {
  const Point middle{box.x + 0.5 * box.width, box.y + 0.5 * box.height};
  const double dx = p.x - middle.x, dy = p.y - middle.y;
  const double share =
      std::max(std::abs(dx) / (0.5 * box.width), std::abs(dy) / (0.5 * box.height));
  if (share <= 1.0) return p;
  return {middle.x + dx / share, middle.y + dy / share};
}

void draw_thumbnails(Sheet& sheet, const codec::PoseAutoencoder& model, const MapLayout& layout,
                     const Plane& plane, const Batch& latents, const MapColours& colours,
                     const MapOptions& options) {
  if (layout.thumbnails.empty()) return;
  std::vector<int> rows;
  for (const Thumbnail& thumbnail : layout.thumbnails) {
    rows.push_back(plane.rows()[static_cast<std::size_t>(thumbnail.position)]);
  }
  const Viewport& shape = layout.thumbnails.front().box;
  const auto count = static_cast<int>(rows.size());
  render::Style style = options.figures;
  style.width =
      static_cast<int>(std::ceil(count == 1 ? shape.width : shape.width / render::kStripCell));
  style.height = static_cast<int>(shape.height);
  style.title.clear();
  style.time_label = false;
  const render::Picture poses = render::contact_strip(
      render::Scene(stand_poses(model, latents(rows, Eigen::all))), options.camera, style, count);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& [position, box] = layout.thumbnails[i];
    const Point& at = layout.points[static_cast<std::size_t>(position)];
    sheet.line({at, edge_towards(box, at)}, render::kInk, 1.1);
    sheet.box({box.x - 1.0, box.y - 1.0, box.width + 2.0, box.height + 2.0}, {190, 195, 204}, 1.0,
              9.0);
    sheet.box(box, render::kPaper, 1.0, 8.0);
    const render::Layer& pose = poses.layers[i];
    sheet.place(pose, box.x - pose.clip.x - 0.5 * (pose.clip.width - box.width),
                box.y - pose.clip.y);
    sheet.dot(at, 5.2, render::kInk);
    sheet.dot(at, 3.6, colours.of[static_cast<std::size_t>(rows[i])]);
  }
}

}  // namespace

render::Picture draw_map(const codec::PoseAutoencoder& model, const Plane& plane,
                         const Batch& latents, const MapColouring& colouring,
                         const std::vector<MapPath>& paths, const MapOptions& options) {
  if (plane.rows().back() >= latents.rows()) {
    throw UsageError(
        fmt::format("map: expected the encodings that the plane was made from, found {} of them "
                    "although row {} is on the map",
                    latents.rows(), plane.rows().back()));
  }
  const MapColours colours = map_colours(colouring, static_cast<std::size_t>(latents.rows()));
  const MapLayout layout = lay_out_map(plane, paths, options);
  Sheet sheet;
  sheet.box(layout.area, {250, 251, 252}, 1.0, 4.0);
  if (plane.metric()) draw_axes(sheet, plane, layout);
  draw_points(sheet, layout, plane, colours);
  draw_paths(sheet, layout);
  draw_thumbnails(sheet, model, layout, plane, latents, colours, options);
  sheet.text({kMapMargin, 36.0}, options.title.empty() ? "Map of the latent space" : options.title,
             Anchor::kLeft, render::kInk, 20.0, true);
  std::string note = plane.note();
  if (!paths.empty() && !plane.metric())
    note += "; a path is drawn where its nearest encodings are";
  if (layout.beyond > 0)
    note += fmt::format("; {} point{} beyond the edge", layout.beyond,
                        layout.beyond == 1 ? " lies" : "s lie");
  if (layout.paths_beyond) note += "; a path leaves the map";
  sheet.text({kMapMargin, 57.0}, note, Anchor::kLeft, render::kQuiet);
  draw_legend(sheet,
              {layout.area.x + layout.area.width + 20.0, layout.area.y + 4.0,
               kLegendWidth - 20.0 - kMapMargin, layout.area.height},
              colours, paths);
  return std::move(sheet).finish(options.width, options.height);
}

std::string map_csv(const Plane& plane, const latent::Encodings& encodings,
                    const MapColouring& colouring) {
  const auto count = static_cast<std::size_t>(encodings.path.frames());
  (void)map_colours(colouring, count);  // checks the sizes
  const auto* text = std::get_if<TextLabel>(&colouring);
  if (text != nullptr && text->name == "clip") text = nullptr;  // is there already
  const auto* number = std::get_if<NumberLabel>(&colouring);
  std::string csv = "clip,frame,x,y";
  if (text != nullptr) csv += fmt::format(",{}", csv_cell(text->name));
  if (number != nullptr) csv += fmt::format(",{}", csv_cell(number->name));
  csv += "\n";
  for (std::size_t i = 0; i < plane.rows().size(); ++i) {
    const auto row = static_cast<std::size_t>(plane.rows()[i]);
    if (row >= count)
      throw UsageError("map: expected the encodings that the plane was made from, found others");
    const auto& position = plane.positions().row(static_cast<Eigen::Index>(i));
    csv += fmt::format("{},{},{:.6g},{:.6g}",
                       csv_cell(encodings.clips[static_cast<std::size_t>(encodings.clip[row])]),
                       encodings.frame[row], position.x(), position.y());
    if (text != nullptr) csv += fmt::format(",{}", csv_cell(text->values[row]));
    if (number != nullptr) {
      csv += std::isfinite(number->values[row]) ? fmt::format(",{:g}", number->values[row]) : ",";
    }
    csv += "\n";
  }
  return csv;
}

}  // namespace poseaae::atlas
