// The only place that talks to Cairo: shapes to pixels and PDF.
#include <cairo-pdf.h>
#include <cairo.h>
#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <numbers>

#include "poseaae/base/atomic_file.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/render/picture.hpp"

namespace poseaae::render {

namespace {

struct DestroySurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DestroyContext {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
using Surface = std::unique_ptr<cairo_surface_t, DestroySurface>;
using Context = std::unique_ptr<cairo_t, DestroyContext>;

void check(cairo_status_t status, const char* doing) {
  if (status == CAIRO_STATUS_SUCCESS) return;
  throw OutputError(fmt::format("{}: {}", doing, cairo_status_to_string(status)));
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

void select_font(cairo_t* cairo, double size, bool bold) {
  cairo_select_font_face(cairo, "sans-serif", CAIRO_FONT_SLANT_NORMAL,
                         bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
  cairo_set_font_size(cairo, size);
}

/// Draws each kind of shape.
class Brush {
 public:
  explicit Brush(cairo_t* cairo) : cairo_(cairo) {}

  void operator()(const Capsule& s) const {
    use(s.fill, 1.0);
    outline(s);
    cairo_fill(cairo_);
  }

  void operator()(const Polyline& s) const {
    if (s.points.empty()) return;
    use(s.colour, s.alpha);
    cairo_new_path(cairo_);
    for (const Point& p : s.points) cairo_line_to(cairo_, p.x, p.y);
    cairo_set_line_width(cairo_, s.width);
    cairo_set_line_cap(cairo_, s.dash.empty() ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    cairo_set_line_join(cairo_, CAIRO_LINE_JOIN_ROUND);
    cairo_set_dash(cairo_, s.dash.data(), static_cast<int>(s.dash.size()), 0.0);
    cairo_stroke(cairo_);
  }

  void operator()(const Ellipse& s) const {
    if (s.radius_x <= 0.0 || s.radius_y <= 0.0) return;
    use(s.fill, s.alpha);
    cairo_save(cairo_);
    cairo_translate(cairo_, s.centre.x, s.centre.y);
    cairo_scale(cairo_, s.radius_x, s.radius_y);
    cairo_new_path(cairo_);
    cairo_arc(cairo_, 0.0, 0.0, 1.0, 0.0, 2.0 * std::numbers::pi);
    cairo_restore(cairo_);
    cairo_fill(cairo_);
  }

  void operator()(const Box& s) const {
    use(s.fill, s.alpha);
    const auto& [x, y, w, h] = s.area;
    const double r = s.corner, quarter = 0.5 * std::numbers::pi;
    cairo_new_path(cairo_);
    cairo_arc(cairo_, x + w - r, y + r, r, -quarter, 0.0);
    cairo_arc(cairo_, x + w - r, y + h - r, r, 0.0, quarter);
    cairo_arc(cairo_, x + r, y + h - r, r, quarter, 2.0 * quarter);
    cairo_arc(cairo_, x + r, y + r, r, 2.0 * quarter, 3.0 * quarter);
    cairo_close_path(cairo_);
    cairo_fill(cairo_);
  }

  void operator()(const Label& s) const {
    use(s.colour, 1.0);
    select_font(cairo_, s.size, s.bold);
    cairo_text_extents_t extents;
    cairo_text_extents(cairo_, s.text.c_str(), &extents);
    const double share = s.anchor == Anchor::kLeft ? 0.0 : s.anchor == Anchor::kCentre ? 0.5 : 1.0;
    cairo_save(cairo_);
    cairo_translate(cairo_, s.at.x, s.at.y);
    if (s.upward) cairo_rotate(cairo_, -0.5 * std::numbers::pi);
    cairo_move_to(cairo_, -share * extents.x_advance, 0.0);
    cairo_show_text(cairo_, s.text.c_str());
    cairo_restore(cairo_);
  }

 private:
  void use(const Colour& c, double alpha) const {
    cairo_set_source_rgba(cairo_, c.r / 255.0, c.g / 255.0, c.b / 255.0, alpha);
  }

  // Two arcs joined by the discs' outer tangents: these leave the axis by asin((ra - rb) / length).
  void outline(const Capsule& s) const {
    const double dx = s.b.x - s.a.x, dy = s.b.y - s.a.y;
    const double length = std::hypot(dx, dy);
    cairo_new_path(cairo_);
    if (length <= std::abs(s.radius_a - s.radius_b)) {  // one disc holds the other
      const bool first = s.radius_a >= s.radius_b;
      const Point& centre = first ? s.a : s.b;
      cairo_arc(cairo_, centre.x, centre.y, first ? s.radius_a : s.radius_b, 0.0,
                2.0 * std::numbers::pi);
      return;
    }
    const double axis = std::atan2(dy, dx);
    const double half = std::acos((s.radius_a - s.radius_b) / length);
    cairo_arc(cairo_, s.b.x, s.b.y, s.radius_b, axis - half, axis + half);
    cairo_arc(cairo_, s.a.x, s.a.y, s.radius_a, axis + half, axis - half + 2.0 * std::numbers::pi);
    cairo_close_path(cairo_);
  }

  cairo_t* cairo_;
};

void draw_layers(cairo_t* cairo, const std::vector<Layer>& layers) {
  const Brush brush(cairo);
  for (const Layer& layer : layers) {
    cairo_save(cairo);
    cairo_rectangle(cairo, layer.clip.x, layer.clip.y, layer.clip.width, layer.clip.height);
    cairo_clip(cairo);
    for (const Shape& shape : layer.shapes) std::visit(brush, shape);
    cairo_restore(cairo);
  }
  check(cairo_status(cairo), "drawing");
}

Surface surface_of(Image& image) {
  Surface surface(cairo_image_surface_create_for_data(
      reinterpret_cast<unsigned char*>(image.pixels.data()), CAIRO_FORMAT_RGB24, image.width,
      image.height, image.width * 4));
  check(cairo_surface_status(surface.get()), "drawing");
  return surface;
}

}  // namespace

double text_width(const std::string& text, double size, bool bold) {
  const Surface surface(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1));
  const Context cairo(cairo_create(surface.get()));
  select_font(cairo.get(), size, bold);
  cairo_text_extents_t extents;
  cairo_text_extents(cairo.get(), text.c_str(), &extents);
  return extents.x_advance;
}

Image rasterise(const Picture& picture) {
  const auto size = static_cast<std::size_t>(picture.width) * picture.height;
  Image image{picture.width, picture.height,
              std::vector<std::uint32_t>(size, packed(picture.background))};
  static_cast<void>(draw(image, picture.layers));
  return image;
}

Coverage draw(Image& image, const std::vector<Layer>& layers, Edges edges) {
  {
    const Surface surface = surface_of(image);
    const Context cairo(cairo_create(surface.get()));
    if (edges == Edges::kFast) cairo_set_antialias(cairo.get(), CAIRO_ANTIALIAS_FAST);
    draw_layers(cairo.get(), layers);
    cairo_surface_finish(surface.get());
  }
  Coverage covered(image.width, image.height);
  for (const Layer& layer : layers) covered.add(layer);
  for (int y = 0; y < image.height; ++y) {
    const auto [begin, end] = covered.row(y);
    std::uint32_t* row = image.pixels.data() + static_cast<std::size_t>(y) * image.width;
    for (int x = begin; x < end; ++x) row[x] &= 0xffffff;  // Cairo leaves the top byte undefined
  }
  return covered;
}

std::string png_bytes(const Image& image) {
  Image copy = image;  // Cairo wants write access
  const Surface surface = surface_of(copy);
  std::string bytes;
  check(cairo_surface_write_to_png_stream(surface.get(), append, &bytes), "encoding PNG");
  return bytes;
}

std::string pdf_bytes(const Picture& picture) {
  std::string bytes;
  const Surface surface(
      cairo_pdf_surface_create_for_stream(append, &bytes, picture.width, picture.height));
  check(cairo_surface_status(surface.get()), "drawing");
  // Without a fixed date the same picture would give other bytes each second.
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE,
                                 "2000-01-01T00:00:00Z");
  {
    const Context cairo(cairo_create(surface.get()));
    const Colour& c = picture.background;
    cairo_set_source_rgb(cairo.get(), c.r / 255.0, c.g / 255.0, c.b / 255.0);
    cairo_paint(cairo.get());
    draw_layers(cairo.get(), picture.layers);
    cairo_show_page(cairo.get());
  }
  cairo_surface_finish(surface.get());
  check(cairo_surface_status(surface.get()), "drawing");
  return bytes;
}

}  // namespace poseaae::render
