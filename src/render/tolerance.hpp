#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "poseaae/render/coverage.hpp"
#include "render/palette.hpp"

/// How much a GIF may differ from the painted picture to save half of the bytes: areas of one
/// colour are exact; on an edge, where the eye sees a position rather than a colour, a level of
/// anti-aliasing may be replaced by its neighbour.
namespace poseaae::render {

/// A set of palette indices, bit i for index i.
using Choices = std::uint64_t;

/// A pixel of the painted picture: its palette index + 64 times its class, by the contrast at
/// this place: the largest between the pixel and its four neighbours, or opposite ones of these.
/// Full edges are where limbs end; text and dots are fainter, and finer.
using PixelKey = std::uint8_t;

/// What is known of a pixel on the screen: the index shown, or only that it may be kept for a key.
using Shown = std::uint16_t;

class Tolerance {
 public:
  static constexpr int kClasses = 4;
  /// Lowest contrast of each class; the differences that may be written and, a little more, left as
  /// they are. All are the largest of red, green and blue, of 255; those of the latter two count a
  /// difference of red - blue, and so of hue, 1.4 times.
  static constexpr std::array<int, kClasses> kContrast{0, 14, 70, 140};
  static constexpr std::array<int, kClasses> kWritten{0, 10, 28, 56};
  static constexpr std::array<int, kClasses> kKept{0, 12, 32, 62};
  static constexpr Shown kNothing = 512;  ///< before the first frame

  explicit Tolerance(const Palette& palette);

  [[nodiscard]] static Shown shown(std::uint8_t index) { return static_cast<Shown>(256 + index); }
  [[nodiscard]] static Shown kept_for(PixelKey key) { return key; }

  /// Colours that may be written where the picture has this key.
  [[nodiscard]] Choices written(PixelKey key) const { return written_[key]; }
  /// Whether the pixel need not be written, whichever of its possible colours it shows.
  [[nodiscard]] bool stays(Shown shown, PixelKey key) const {
    return (possible_[shown] & ~kept_[key]) == 0;
  }

  /// Brings up to date the keys of the pixels inside the area of a width-wide, row-major image of
  /// indices. Returns where they have changed.
  Coverage find_keys(std::span<const std::uint8_t> indices, int width, const Coverage& area,
                     std::span<PixelKey> keys) const;

 private:
  struct Rows;  // three of them, around the pixels asked for
  [[nodiscard]] static bool is_flat(const Rows& rows, int x);
  [[nodiscard]] PixelKey key(int index, int up, int left, int right, int down) const;

  std::array<std::uint8_t, 64 * 64> distance_{};
  std::array<Choices, 256> written_{};
  std::array<Choices, 256> kept_{};
  std::array<Choices, 513> possible_{};
};

}  // namespace poseaae::render
