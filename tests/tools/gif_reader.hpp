#pragma once

#include <filesystem>
#include <vector>

namespace poseaae::test {

/// What giflib, not our writer, says of an animation.
struct Gif {
  int width = 0;
  int height = 0;
  std::vector<int> delays_cs;  ///< one per frame

  [[nodiscard]] int frames() const { return static_cast<int>(delays_cs.size()); }
  [[nodiscard]] double duration_s() const;
};

/// @throws std::runtime_error when it is not a whole GIF
[[nodiscard]] Gif read_gif(const std::filesystem::path& path);

/// Width and height from a PNG's IHDR chunk.
struct PngSize {
  int width = 0;
  int height = 0;
  friend bool operator==(const PngSize&, const PngSize&) = default;
};
[[nodiscard]] PngSize png_size(const std::filesystem::path& path);

}  // namespace poseaae::test
