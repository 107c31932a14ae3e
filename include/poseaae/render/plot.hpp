#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "poseaae/render/picture.hpp"

namespace poseaae::render {

/// A line through (x_i, y_i). Where a value is not finite (or not positive on a logarithmic axis)
/// the line has a gap; a point between two gaps is drawn as a dot.
struct Series {
  std::string label;  ///< in the legend; left out when empty
  std::vector<double> x;
  std::vector<double> y;
  std::optional<Colour> colour;  ///< the next of a qualitative palette when empty
  bool dashed = false;
};

/// The points whose y is a number, so that one line joins them.
[[nodiscard]] Series without_gaps(Series series);

/// One diagram. Ranges follow the data; a constant series gets room around it.
struct Axes {
  std::string title;
  std::string x_label;
  std::string y_label;
  bool log_y = false;
  std::vector<Series> series;
};

/// Diagrams in a grid, row by row.
struct Figure {
  std::string title;
  std::vector<Axes> axes;
  int columns = 2;
  int axes_width = 440;   ///< pixels of one diagram, labels included
  int axes_height = 300;  ///< pixels
};

/// @throws UsageError: no diagram, sizes below 160 x 120 or beyond 32767 pixels in all, or a series
/// whose x and y differ in length
[[nodiscard]] Picture draw_figure(const Figure& figure);

/// As .png, .svg or .pdf. @throws UsageError, OutputError
void write_figure(const std::filesystem::path& path, const Figure& figure);

}  // namespace poseaae::render
