#include "poseaae/render/plot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "axes_painter.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::render {

namespace {

constexpr double kTitleSize = 16.0;
constexpr double kTitleRoom = 34.0;
constexpr int kWidestPicture = 32767;  // Cairo's limit

void check(const Figure& figure) {
  if (figure.axes.empty()) throw UsageError("plot: expected at least one diagram");
  if (figure.columns < 1 || figure.axes_width < 160 || figure.axes_height < 120) {
    throw UsageError(
        fmt::format("plot: expected at least one column of diagrams of 160 x 120 pixels, found {} "
                    "of {} x {}",
                    figure.columns, figure.axes_width, figure.axes_height));
  }
  for (const Axes& axes : figure.axes) {
    for (const Series& series : axes.series) {
      if (series.x.size() == series.y.size()) continue;
      throw UsageError(
          fmt::format("plot: series '{}': expected as many x values as y values, found {} and {}",
                      series.label, series.x.size(), series.y.size()));
    }
  }
}

}  // namespace

Series without_gaps(Series series) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
    if (std::isnan(series.y[i])) continue;
    series.x[kept] = series.x[i];
    series.y[kept++] = series.y[i];
  }
  series.x.resize(kept);
  series.y.resize(kept);
  return series;
}

Picture draw_figure(const Figure& figure) {
  check(figure);
  const int count = static_cast<int>(figure.axes.size());
  const int columns = std::min(figure.columns, count);
  const int rows = (count + columns - 1) / columns;
  const double top = figure.title.empty() ? 0.0 : kTitleRoom;
  const double width = static_cast<double>(columns) * figure.axes_width;
  const double height = top + static_cast<double>(rows) * figure.axes_height;
  if (std::max(width, height) > kWidestPicture) {
    throw UsageError(
        fmt::format("plot: {} x {} pixels found, expected at most {} per side; draw fewer diagrams",
                    width, height, kWidestPicture));
  }
  Picture picture{static_cast<int>(width), static_cast<int>(height), kPaper, {}};
  if (!figure.title.empty()) {
    Layer layer{{0.0, 0.0, width, height}, {}};
    layer.shapes.emplace_back(
        Label{{14.0, 28.0}, figure.title, kTitleSize, kInk, Anchor::kLeft, true});
    picture.layers.push_back(std::move(layer));
  }
  for (int i = 0; i < count; ++i) {
    const Viewport cell{static_cast<double>(i % columns) * figure.axes_width,
                        top + static_cast<double>(i / columns) * figure.axes_height,
                        static_cast<double>(figure.axes_width),
                        static_cast<double>(figure.axes_height)};
    add_axes(picture, figure.axes[i], cell);
  }
  return picture;
}

void write_figure(const std::filesystem::path& path, const Figure& figure) {
  write_picture(path, draw_figure(figure));
}

}  // namespace poseaae::render
