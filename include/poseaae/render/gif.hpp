#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "poseaae/core/atomic_file.hpp"
#include "poseaae/render/painter.hpp"

/// Animated GIF, in stages with plain inputs and outputs: timing, painted frame -> indexed image ->
/// encoded patch -> bytes in order. Every stage but the last is free of order, so that frames may
/// be worked on in parallel and give the same bytes.
namespace poseaae::render {

/// A frame of the animation: which frame of the motion, shown for how many centiseconds.
struct GifTiming {
  int frame = 0;
  int delay_cs = 0;
  friend bool operator==(const GifTiming&, const GifTiming&) = default;
};

/// delay_k = round(100 (k+1)/r) - round(100 k/r): whole centiseconds whose sum never leaves real
/// time by more than half of one, for a rate r = fps of the file. 30 fps becomes 3, 4, 3, 3, 4, 3,
/// ... Above `highest_fps` (at most 50: players slow down delays below 2) frames are left out
/// evenly.
/// @throws UsageError when a frame would last longer than 655.35 s, or fps is not positive
[[nodiscard]] std::vector<GifTiming> gif_timing(int frames, double fps, double highest_fps = 50.0);

/// height x width entries of a palette, row-major.
struct IndexedImage {
  int width = 0;
  int height = 0;
  std::vector<std::uint8_t> indices;
};

/// Up to 255 colours; one more index stands for "as before".
class Palette {
 public:
  /// Doubles are dropped. @throws UsageError when there are none, or more than 255
  explicit Palette(const std::vector<Colour>& colours);
  /// What a figure in this style is made of: each limb colour, and the ink, on its way to the
  /// background (shade, floor, shadow and anti-aliasing all lie there), and limbs half way to each
  /// other.
  [[nodiscard]] static Palette for_style(const Style& style);

  [[nodiscard]] int size() const noexcept { return static_cast<int>(colours_.size()); }
  [[nodiscard]] const std::vector<Colour>& colours() const noexcept { return colours_; }
  /// The index after the last colour.
  [[nodiscard]] std::uint8_t transparent() const noexcept {
    return static_cast<std::uint8_t>(colours_.size());
  }
  /// The nearest colour by squared distance in red, green and blue; the first of equals.
  [[nodiscard]] std::uint8_t nearest(std::uint32_t pixel) const;
  [[nodiscard]] IndexedImage quantise(const Image& image) const;

 private:
  std::vector<Colour> colours_;
};

/// A rectangle of pixels; empty when width is 0.
struct PixelRect {
  int x = 0;
  int y = 0;
  int width = 0;
  int height = 0;
  friend bool operator==(const PixelRect&, const PixelRect&) = default;
};

/// The smallest rectangle that holds every pixel that differs.
[[nodiscard]] PixelRect changed_area(const IndexedImage& before, const IndexedImage& after);

/// The bytes of one frame: graphic control and the changed rectangle, pixels as before transparent.
/// `before` is null for the first frame, which is whole. @throws OutputError
[[nodiscard]] std::string encode_gif_frame(const Palette& palette, const IndexedImage* before,
                                           const IndexedImage& after, int delay_cs);

/// A file that grows frame by frame and loops for ever. Appears on finish(), whole or not at all.
class GifWriter {
 public:
  /// @throws UsageError for a size that GIF cannot hold (65535), OutputError
  GifWriter(const std::filesystem::path& path, int width, int height, Palette palette);
  /// @throws UsageError when the image has another size, OutputError
  void add(const Image& image, int delay_cs);
  void finish();

 private:
  AtomicFile file_;
  Palette palette_;
  int width_;
  int height_;
  IndexedImage before_;
  bool first_ = true;
};

/// done, total
using ProgressCallback = std::function<void(std::size_t, std::size_t)>;

/// The whole scene as a GIF, at its own frame rate or `highest_fps` if that is lower.
void write_gif(const std::filesystem::path& path, const Painter& painter, const Style& style,
               double fps, double highest_fps = 50.0, const ProgressCallback& progress = {});

}  // namespace poseaae::render
