#include <algorithm>

#include "stage.hpp"

namespace poseaae::render {

namespace {

constexpr double kTitleSize = 17.0;
constexpr double kPanelTitleSize = 13.0;
constexpr double kTopMargin = 16.0;

double title_height(const Style& style) {
  return style.title.empty() ? 0.0 : 1.6 * kTitleSize * unit_of(style);
}

/// A size at which the text is no wider than the room.
double fitting_size(const std::string& text, double size, bool bold, double room) {
  const double width = text_width(text, size, bold);
  return width <= room ? size : size * room / width;
}

}  // namespace

Viewport fitting_area(const Style& style, double cell_width, bool panel_titles) {
  const double u = unit_of(style);
  const double side = 0.07 * cell_width;
  double top = 0.06 * style.height + title_height(style);
  if (panel_titles) top += 1.2 * kPanelTitleSize * u;
  const double bottom = 0.085 * style.height;
  // Long titles never squeeze the dancer out of a small picture.
  top = std::min(top, 0.4 * style.height);
  return {side, top, cell_width - 2.0 * side, style.height - top - bottom};
}

void add_panel_title(std::vector<Shape>& shapes, const Viewport& cell, const std::string& title,
                     const Style& style) {
  if (title.empty()) return;
  const double u = unit_of(style);
  const double size = fitting_size(title, kPanelTitleSize * u, false, 0.92 * cell.width);
  shapes.emplace_back(
      Label{{cell.x + 0.5 * cell.width, cell.y + kTopMargin * u + title_height(style) + 0.7 * size},
            title,
            size,
            mix(style.background, style.ink(), 0.75),
            Anchor::kCentre});
}

void add_title(std::vector<Shape>& shapes, double picture_width, const Style& style) {
  if (style.title.empty()) return;
  const double u = unit_of(style);
  const double size = fitting_size(style.title, kTitleSize * u, true, 0.94 * picture_width);
  shapes.emplace_back(Label{{0.5 * picture_width, kTopMargin * u + 0.8 * size},
                            style.title,
                            size,
                            style.ink(),
                            Anchor::kCentre,
                            true});
}

}  // namespace poseaae::render
