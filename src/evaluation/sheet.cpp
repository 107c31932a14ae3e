#include "sheet.hpp"

#include <utility>
#include <variant>

namespace poseaae::evaluation {

namespace {

/// Moves every place that a shape has.
struct Mover {
  double x;
  double y;
  void point(Point& p) const {
    p.x += x;
    p.y += y;
  }
  void operator()(render::Capsule& shape) const {
    point(shape.a);
    point(shape.b);
  }
  void operator()(render::Polyline& shape) const {
    for (Point& p : shape.points) point(p);
  }
  void operator()(render::Ellipse& shape) const { point(shape.centre); }
  void operator()(render::Box& shape) const {
    shape.area.x += x;
    shape.area.y += y;
  }
  void operator()(render::Label& shape) const { point(shape.at); }
};

}  // namespace

void Sheet::text(const Point& at, const std::string& words, Anchor anchor, const Colour& colour,
                 double size, bool bold) {
  shapes_.emplace_back(render::Label{at, words, size, colour, anchor, bold});
}

void Sheet::box(const Viewport& area, const Colour& colour, double alpha, double corner) {
  shapes_.emplace_back(render::Box{area, corner, colour, alpha});
}

void Sheet::line(std::vector<Point> points, const Colour& colour, double width) {
  shapes_.emplace_back(render::Polyline{std::move(points), width, colour, 1.0, {}});
}

Viewport Sheet::panel(const Viewport& area, const std::string& heading, const std::string& note) {
  constexpr double kHeadingSize = 15.0;
  constexpr double kHeadingRoom = 32.0;
  text({area.x, area.y + 16.0}, heading, Anchor::kLeft, kInk, kHeadingSize, true);
  text({area.x + area.width, area.y + 16.0}, note, Anchor::kRight, kQuiet, kSmall);
  line({{area.x, area.y + 23.0}, {area.x + area.width, area.y + 23.0}}, kRule);
  return {area.x, area.y + kHeadingRoom, area.width, area.height - kHeadingRoom};
}

void Sheet::place(const render::Picture& picture, double x, double y) {
  const Mover mover{x, y};
  for (const render::Layer& layer : picture.layers) {
    for (render::Shape shape : layer.shapes) {
      std::visit(mover, shape);
      shapes_.push_back(std::move(shape));
    }
  }
}

render::Picture Sheet::finish(int width, int height) && {
  const Viewport all{0.0, 0.0, static_cast<double>(width), static_cast<double>(height)};
  return {width, height, kPaper, {render::Layer{all, std::move(shapes_)}}};
}

}  // namespace poseaae::evaluation
