#pragma once

#include <cstdint>
#include <vector>

#include "poseaae/render/colour.hpp"
#include "poseaae/render/style.hpp"

namespace poseaae::render {

/// Up to 63 colours; one more index stands for "as before". A set of them fits into one 64-bit
/// word, in which the GIF encoder keeps the colours that a pixel may show.
class Palette {
 public:
  static constexpr int kMaxColours = 63;

  /// Duplicates are dropped. @throws UsageError when there are none, or more than 63
  explicit Palette(const std::vector<Colour>& colours);
  /// The colours of a figure in this style, known before the first frame is painted: blends of each
  /// limb colour and of the ink with the background (for shade, floor, shadow and anti-aliasing),
  /// and blends of limb colours with each other.
  [[nodiscard]] static Palette for_style(const Style& style);

  [[nodiscard]] int size() const noexcept { return static_cast<int>(colours_.size()); }
  [[nodiscard]] const std::vector<Colour>& colours() const noexcept { return colours_; }
  /// The index after the last colour.
  [[nodiscard]] std::uint8_t transparent() const noexcept {
    return static_cast<std::uint8_t>(colours_.size());
  }
  /// Bits of an index, transparent included: GIF's tables hold powers of two.
  [[nodiscard]] int bits() const noexcept;
  /// The nearest colour by squared distance in red, green and blue; the first of equals.
  [[nodiscard]] std::uint8_t nearest(std::uint32_t pixel) const;
  /// The largest difference of two colours in red, green or blue.
  [[nodiscard]] int distance(int a, int b) const;

 private:
  std::vector<Colour> colours_;
};

/// Palette::nearest() with a cache: a picture has few colours, which occur again and again.
class Quantiser {
 public:
  explicit Quantiser(const Palette& palette) : palette_(&palette), answers_(kSlots) {}

  std::uint8_t operator()(std::uint32_t pixel) {
    Answer& answer = answers_[(pixel * 2654435761u) >> 20];
    if (answer.pixel != pixel) answer = {pixel, palette_->nearest(pixel)};
    return answer.index;
  }

 private:
  static constexpr std::size_t kSlots = 4096;
  struct Answer {
    std::uint32_t pixel = 0xffffffff;  // no pixel looks like this
    std::uint8_t index = 0;
  };
  const Palette* palette_;
  std::vector<Answer> answers_;
};

}  // namespace poseaae::render
