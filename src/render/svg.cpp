// Pictures as SVG 1.1: each shape is an element of its own kind, and text stays text, so that an
// editor finds what it can edit and a browser what it can search.
#include <fmt/format.h>

#include <cmath>
#include <string>
#include <string_view>
#include <variant>

#include "poseaae/base/utf8.hpp"
#include "poseaae/render/picture.hpp"

namespace poseaae::render {

namespace {

/// Thousandths of a pixel, without zeros at the end: "12.5", "-3", "0".
std::string number(double value) {
  std::string text = fmt::format("{:.3f}", value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.ends_with('.')) text.pop_back();
  return text == "-0" ? "0" : text;
}

/// Text between tags. What XML 1.0 has no place for, most control characters and bytes that are not
/// UTF-8, becomes U+FFFD.
std::string escaped_text(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const std::size_t size = utf8_character(text);
    const std::string_view letter = text.substr(0, std::max<std::size_t>(size, 1));
    const bool control = size == 1 && static_cast<unsigned char>(letter[0]) < 0x20;
    const bool non_character = letter == "\xef\xbf\xbe" || letter == "\xef\xbf\xbf";
    if (letter == "&") {
      result += "&amp;";
    } else if (letter == "<") {
      result += "&lt;";
    } else if (letter == ">") {
      result += "&gt;";
    } else if (size == 0 || control || non_character) {
      result += "\xef\xbf\xbd";
    } else {
      result += letter;
    }
    text.remove_prefix(letter.size());
  }
  return result;
}

/// The attributes of a colour that is not seen through, or only partly.
std::string paint(std::string_view attribute, const Colour& colour, double alpha = 1.0) {
  std::string text = fmt::format(" {}=\"{}\"", attribute, to_string(colour));
  if (alpha < 1.0) text += fmt::format(" {}-opacity=\"{}\"", attribute, number(alpha));
  return text;
}

std::string circle(const Point& centre, double radius, const Colour& fill) {
  return fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>\n", number(centre.x),
                     number(centre.y), number(radius), paint("fill", fill));
}

/// Writes each kind of shape.
struct Element {
  /// Two arcs joined by the discs' outer tangents, whose feet lie at the angle
  /// acos((ra - rb) / length) from the axis, seen from either centre.
  std::string operator()(const Capsule& s) const {
    const double dx = s.b.x - s.a.x, dy = s.b.y - s.a.y;
    const double length = std::hypot(dx, dy);
    if (length <= std::abs(s.radius_a - s.radius_b)) {  // one disc holds the other
      return s.radius_a >= s.radius_b ? circle(s.a, s.radius_a, s.fill)
                                      : circle(s.b, s.radius_b, s.fill);
    }
    const double axis = std::atan2(dy, dx);
    const double half = std::acos((s.radius_a - s.radius_b) / length);
    const auto foot = [](const Point& centre, double radius, double angle) {
      return fmt::format("{} {}", number(centre.x + radius * std::cos(angle)),
                         number(centre.y + radius * std::sin(angle)));
    };
    // The arc around the larger disc is the longer one.
    return fmt::format("<path d=\"M{} A{} {} 0 {} 1 {} L{} A{} {} 0 {} 1 {}Z\"{}/>\n",
                       foot(s.b, s.radius_b, axis - half), number(s.radius_b), number(s.radius_b),
                       s.radius_b > s.radius_a ? 1 : 0, foot(s.b, s.radius_b, axis + half),
                       foot(s.a, s.radius_a, axis + half), number(s.radius_a), number(s.radius_a),
                       s.radius_a > s.radius_b ? 1 : 0, foot(s.a, s.radius_a, axis - half),
                       paint("fill", s.fill));
  }

  std::string operator()(const Polyline& s) const {
    if (s.points.empty()) return "";
    std::string points;
    for (const Point& p : s.points) {
      points += fmt::format("{}{},{}", points.empty() ? "" : " ", number(p.x), number(p.y));
    }
    std::string dash;
    for (const double length : s.dash)
      dash += fmt::format("{}{}", dash.empty() ? "" : ",", number(length));
    return fmt::format(
        "<polyline points=\"{}\" fill=\"none\"{} stroke-width=\"{}\" stroke-linejoin=\"round\"{}/>"
        "\n",
        points, paint("stroke", s.colour, s.alpha), number(s.width),
        dash.empty() ? " stroke-linecap=\"round\"" : fmt::format(" stroke-dasharray=\"{}\"", dash));
  }

  std::string operator()(const Ellipse& s) const {
    if (s.radius_x <= 0.0 || s.radius_y <= 0.0) return "";
    return fmt::format("<ellipse cx=\"{}\" cy=\"{}\" rx=\"{}\" ry=\"{}\"{}/>\n", number(s.centre.x),
                       number(s.centre.y), number(s.radius_x), number(s.radius_y),
                       paint("fill", s.fill, s.alpha));
  }

  std::string operator()(const Box& s) const {
    return fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"{}{}/>\n",
                       number(s.area.x), number(s.area.y), number(s.area.width),
                       number(s.area.height),
                       s.corner > 0.0 ? fmt::format(" rx=\"{}\"", number(s.corner)) : "",
                       paint("fill", s.fill, s.alpha));
  }

  std::string operator()(const Label& s) const {
    const std::string at = fmt::format("x=\"{}\" y=\"{}\"", number(s.at.x), number(s.at.y));
    const char* const anchor = s.anchor == Anchor::kLeft     ? ""
                               : s.anchor == Anchor::kCentre ? " text-anchor=\"middle\""
                                                             : " text-anchor=\"end\"";
    return fmt::format(
        "<text {}{} font-size=\"{}\"{}{}{}>{}</text>\n", at, anchor, number(s.size),
        s.bold ? " font-weight=\"bold\"" : "", paint("fill", s.colour),
        s.upward ? fmt::format(" transform=\"rotate(-90 {} {})\"", number(s.at.x), number(s.at.y))
                 : "",
        escaped_text(s.text));
  }
};

std::string rectangle(const Viewport& v) {
  return fmt::format("x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"", number(v.x), number(v.y),
                     number(v.width), number(v.height));
}

}  // namespace

std::string svg_bytes(const Picture& picture) {
  std::string bytes = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\" width=\"{0}px\" height=\"{1}px\" "
      "viewBox=\"0 0 {0} {1}\" font-family=\"sans-serif\">\n"
      "<rect width=\"{0}\" height=\"{1}\" fill=\"{2}\"/>\n",
      picture.width, picture.height, to_string(picture.background));
  std::size_t clips = 0;
  for (const Layer& layer : picture.layers) {
    if (layer.shapes.empty()) continue;
    bytes += fmt::format(
        "<clipPath id=\"clip{0}\"><rect {1}/></clipPath>\n<g clip-path=\"url(#clip{0})\">\n",
        clips++, rectangle(layer.clip));
    for (const Shape& shape : layer.shapes) bytes += std::visit(Element{}, shape);
    bytes += "</g>\n";
  }
  return bytes + "</svg>\n";
}

}  // namespace poseaae::render
