#pragma once

#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "poseaae/render/camera.hpp"
#include "poseaae/render/colour.hpp"
#include "poseaae/render/coverage.hpp"
#include "poseaae/render/image.hpp"

/// A picture as a list of shapes, as painters and plots produce it; it is written as pixels or as a
/// vector file. Lengths are pixels (points in PDF), y down.
namespace poseaae::render {

struct Point {
  double x = 0.0;
  double y = 0.0;
};

/// The hull of two discs: a limb that may taper, or one disc when a equals b.
struct Capsule {
  Point a;
  Point b;
  double radius_a = 1.0;
  double radius_b = 1.0;
  Colour fill;
};

/// An open line through points, round at joins and ends unless dashed; `dash` lists on and off
/// lengths.
struct Polyline {
  std::vector<Point> points;
  double width = 1.0;
  Colour colour;
  double alpha = 1.0;
  std::vector<double> dash;
};

struct Ellipse {
  Point centre;
  double radius_x = 1.0;
  double radius_y = 1.0;
  Colour fill;
  double alpha = 1.0;
};

/// A filled rectangle, its corners rounded.
struct Box {
  Viewport area;
  double corner = 0.0;
  Colour fill;
  double alpha = 1.0;
};

enum class Anchor { kLeft, kCentre, kRight };

/// One line of text in the default sans-serif face, standing on `at`; `upward` turns it by 90
/// degrees to read from below.
struct Label {
  Point at;
  std::string text;
  double size = 12.0;
  Colour colour{};
  Anchor anchor = Anchor::kLeft;
  bool bold = false;
  bool upward = false;
};

using Shape = std::variant<Capsule, Polyline, Ellipse, Box, Label>;

/// Shapes drawn in order, seen only inside `clip`.
struct Layer {
  Viewport clip;
  std::vector<Shape> shapes;
};

struct Picture {
  int width = 0;
  int height = 0;
  Colour background;
  std::vector<Layer> layers;
};

/// Width of a text in pixels, to lay it out before it is drawn.
[[nodiscard]] double text_width(const std::string& text, double size, bool bold = false);

/// The picture as anti-aliased pixels. @throws OutputError when memory does not suffice
[[nodiscard]] Image rasterise(const Picture& picture);
/// Levels of anti-aliasing: as many as 8 bits hold, or the few that a palette has room for.
enum class Edges { kFine, kFast };

/// Draws more layers onto an image. Returns the pixels that may have changed.
[[nodiscard]] Coverage draw(Image& image, const std::vector<Layer>& layers,
                            Edges edges = Edges::kFine);

/// The bytes of a file. @throws OutputError
[[nodiscard]] std::string png_bytes(const Image& image);
/// SVG 1.1: its size in pixels, shapes as elements of their kind, labels as text in the viewer's
/// sans-serif face. Letters that XML cannot hold become U+FFFD.
[[nodiscard]] std::string svg_bytes(const Picture& picture);
/// @throws OutputError
[[nodiscard]] std::string pdf_bytes(const Picture& picture);

/// Writes the format of pictures that the extension says (output.hpp); whole or not at all.
/// @throws UsageError for another extension, OutputError
void write_picture(const std::filesystem::path& path, const Picture& picture);

}  // namespace poseaae::render
