#include "png_reader.hpp"

#include <cairo.h>

#include <cstring>
#include <stdexcept>

namespace poseaae::test {

render::Image read_png(const std::filesystem::path& path) {
  cairo_surface_t* surface = cairo_image_surface_create_from_png(path.c_str());
  if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
    cairo_surface_destroy(surface);
    throw std::runtime_error(path.string() + ": cairo cannot read this");
  }
  render::Image image{
      cairo_image_surface_get_width(surface), cairo_image_surface_get_height(surface), {}};
  const auto width = static_cast<std::size_t>(image.width);
  image.pixels.resize(width * static_cast<std::size_t>(image.height));
  for (int y = 0; y < image.height; ++y) {
    std::memcpy(image.pixels.data() + width * static_cast<std::size_t>(y),
                cairo_image_surface_get_data(surface) +
                    std::ptrdiff_t{y} * cairo_image_surface_get_stride(surface),
                4 * width);
  }
  for (auto& pixel : image.pixels) pixel &= 0xffffff;
  cairo_surface_destroy(surface);
  return image;
}

int inked(const render::Image& image, double x0, double y0, double x1, double y1) {
  int count = 0;
  for (int y = static_cast<int>(y0 * image.height); y < static_cast<int>(y1 * image.height); ++y) {
    for (int x = static_cast<int>(x0 * image.width); x < static_cast<int>(x1 * image.width); ++x) {
      count += image.at(x, y) != 0xffffff ? 1 : 0;
    }
  }
  return count;
}

}  // namespace poseaae::test
