#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "poseaae/render/gif.hpp"
#include "render/lzw.hpp"
#include "render/palette.hpp"
#include "render/tolerance.hpp"

namespace poseaae::render {

/// 16 bits, the lower first.
void append_word(std::string& bytes, int value);

/// Painted pictures as palette indices and keys. From one frame to the next only what either of
/// them covers is looked at again.
class IndexedCanvas {
 public:
  IndexedCanvas(const Painter& painter, const Palette& palette, const Tolerance& tolerance);

  /// Returns where keys differ from those of the frame before, the whole picture for the first.
  Coverage paint(int frame);
  [[nodiscard]] const std::vector<PixelKey>& keys() const noexcept { return keys_; }

 private:
  const Painter& painter_;
  const Tolerance& tolerance_;
  Quantiser quantiser_;
  Canvas canvas_;
  std::vector<std::uint8_t> indices_;
  std::vector<PixelKey> keys_;
};

/// A rectangle of pixels; empty when width is 0.
struct PixelRect {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
};

/// Frames of a GIF as bytes: each a graphic control and the smallest rectangle that holds every
/// pixel that may not stay, with LZW free to show any colour within tolerance, or what was there
/// before.
class FrameEncoder {
 public:
  FrameEncoder(const Painter& painter, const Palette& palette, const Tolerance& tolerance);

  /// Frames in a row. What is on the screen before them, `before` (a frame of the motion; -1 at the
  /// beginning), need not be known more closely than that it is within tolerance.
  [[nodiscard]] std::string encode(int before, std::span<const GifTiming> frames);

 private:
  void append_frame(const GifTiming& timing, std::string& bytes);
  [[nodiscard]] PixelRect changed_rectangle(const Coverage& area) const;
  void find_kinds(const Coverage& area, const PixelRect& rect);
  void find_kinds(int y, const Coverage::Span& span, const PixelRect& rect);
  void remember(const PixelRect& rect);

  int width_;
  int height_;
  std::uint8_t transparent_;
  const Tolerance& tolerance_;
  IndexedCanvas canvas_;
  LzwEncoder lzw_;
  std::vector<Shown> shown_;
  std::vector<LzwEncoder::Kind> kinds_;
  std::vector<std::uint8_t> chosen_;
};

}  // namespace poseaae::render
