#include "poseaae/render/sheet.hpp"

#include <utility>
#include <variant>

namespace poseaae::render {

namespace {

/// Moves every place that a shape has.
struct Mover {
  double x;
  double y;
  void point(Point& p) const {
    p.x += x;
    p.y += y;
  }
  void operator()(Capsule& shape) const {
    point(shape.a);
    point(shape.b);
  }
  void operator()(Polyline& shape) const {
    for (Point& p : shape.points) point(p);
  }
  void operator()(Ellipse& shape) const { point(shape.centre); }
  void operator()(Box& shape) const {
    shape.area.x += x;
    shape.area.y += y;
  }
  void operator()(Label& shape) const { point(shape.at); }
};

}  // namespace

void Sheet::text(const Point& at, const std::string& words, Anchor anchor, const Colour& colour,
                 double size, bool bold) {
  shapes_.emplace_back(Label{at, words, size, colour, anchor, bold});
}

void Sheet::box(const Viewport& area, const Colour& colour, double alpha, double corner) {
  shapes_.emplace_back(Box{area, corner, colour, alpha});
}

void Sheet::line(std::vector<Point> points, const Colour& colour, double width) {
  shapes_.emplace_back(Polyline{std::move(points), width, colour, 1.0, {}});
}

void Sheet::dot(const Point& at, double radius, const Colour& colour, double alpha) {
  shapes_.emplace_back(Ellipse{at, radius, radius, colour, alpha});
}

void Sheet::add(const Shape& shape) { shapes_.push_back(shape); }

Viewport Sheet::panel(const Viewport& area, const std::string& heading, const std::string& note) {
  constexpr double kHeadingSize = 15.0;
  constexpr double kHeadingRoom = 32.0;
  text({area.x, area.y + 16.0}, heading, Anchor::kLeft, kInk, kHeadingSize, true);
  text({area.x + area.width, area.y + 16.0}, note, Anchor::kRight, kQuiet, kSmall);
  line({{area.x, area.y + 23.0}, {area.x + area.width, area.y + 23.0}}, kRule);
  return {area.x, area.y + kHeadingRoom, area.width, area.height - kHeadingRoom};
}

void Sheet::place(const Picture& picture, double x, double y) {
  for (const Layer& layer : picture.layers) place(layer, x, y);
}

void Sheet::place(const Layer& layer, double x, double y) {
  const Mover mover{x, y};
  for (Shape shape : layer.shapes) {
    std::visit(mover, shape);
    shapes_.push_back(std::move(shape));
  }
}

Picture Sheet::finish(int width, int height) && {
  const Viewport all{0.0, 0.0, static_cast<double>(width), static_cast<double>(height)};
  return {width, height, kPaper, {Layer{all, std::move(shapes_)}}};
}

}  // namespace poseaae::render
