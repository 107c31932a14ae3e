#pragma once

#include <string>

#include "poseaae/render/painter.hpp"

namespace poseaae::render {

/// Painted pictures in the bytes that encoders of video take. From one frame to the next only what
/// either of them covers is converted again.
class FilmCanvas {
 public:
  /// How pixels are stored.
  ///   kRgb: rows of r g b, as painted.
  ///   kPlanar: Y', then Cb, then Cr at half the size both ways (I420), width and height rounded up
  ///   to even ones, in the background's colour there; BT.709 in video range (ITU-R BT.709-6, 3):
  ///     Y' = 16 + 219 (0.2126 r + 0.7152 g + 0.0722 b) / 255
  ///     Cb = 128 + 224 (b - y) / 1.8556 / 255,  Cr = 128 + 224 (r - y) / 1.5748 / 255
  ///   with y the sum in brackets, and r g b of chroma the means of four pixels.
  enum class Layout { kRgb, kPlanar };

  FilmCanvas(const Painter& painter, Layout layout, const Colour& background);

  [[nodiscard]] int width() const noexcept { return width_; }
  [[nodiscard]] int height() const noexcept { return height_; }
  /// The frame's bytes, valid until the next.
  [[nodiscard]] const std::string& paint(int frame);

 private:
  void convert_rgb(int y, const Coverage::Span& span);
  void convert_planar(int y, const Coverage::Span& upper, const Coverage::Span& lower);
  [[nodiscard]] std::uint32_t pixel(int x, int y) const;

  const Painter& painter_;
  Layout layout_;
  std::uint32_t background_;
  int width_;
  int height_;
  Canvas canvas_;
  std::string bytes_;
};

}  // namespace poseaae::render
