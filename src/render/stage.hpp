#pragma once

#include <vector>

#include "actor.hpp"
#include "poseaae/render/camera.hpp"
#include "poseaae/render/picture.hpp"
#include "poseaae/render/style.hpp"

namespace poseaae::render {

/// Where one dancer stands in the picture: the shared view, the cell's corner, and the world point
/// that the view takes for the origin of the floor.
struct Stage {
  const View& view;
  Viewport area;
  Vec3 origin{0, 0, 0};

  [[nodiscard]] Projected project(const Vec3& world) const {
    Projected p = view.project(world - origin);
    p.x += area.x;
    p.y += area.y;
    return p;
  }
};

/// Pixels of a text or hairline of size 1 in a 480-pixel picture.
[[nodiscard]] double unit_of(const Style& style);

/// Radius of the floor that suits points spread over this horizontal distance from the origin.
[[nodiscard]] double floor_radius(double spread_m);
/// Lines every half metre (more apart when the floor is large), fading out towards `radius`.
void add_floor(std::vector<Shape>& shapes, const Stage& stage, double radius, const Style& style);

/// A disc on the floor below that point, as the ellipse that the camera sees.
void add_floor_disc(std::vector<Shape>& shapes, const Stage& stage, const Vec3& above,
                    double radius, const Colour& colour, double alpha);

/// The colour of a limb on that side.
[[nodiscard]] Colour colour_of(Side side, const Style& style);

void add_shadow(std::vector<Shape>& shapes, const Stage& stage, const Actor& actor, int frame,
                const Style& style);
void add_figure(std::vector<Shape>& shapes, const Stage& stage, const Actor& actor, int frame,
                const Style& style);

/// The part of a cell that bodies are fitted into; what is left holds titles and time.
[[nodiscard]] Viewport fitting_area(const Style& style, double cell_width, bool panel_titles);
/// A panel's title, centred on the top of its cell, below the title of the whole when there is one.
void add_panel_title(std::vector<Shape>& shapes, const Viewport& cell, const std::string& title,
                     const Style& style);
void add_title(std::vector<Shape>& shapes, double picture_width, const Style& style);

}  // namespace poseaae::render
