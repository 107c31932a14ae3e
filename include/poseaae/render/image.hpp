#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace poseaae::render {

/// height x width opaque pixels, row-major from the top, each 0x00rrggbb.
struct Image {
  int width = 0;
  int height = 0;
  std::vector<std::uint32_t> pixels;

  [[nodiscard]] std::uint32_t at(int x, int y) const {
    return pixels[static_cast<std::size_t>(y) * width + x];
  }
  friend bool operator==(const Image&, const Image&) = default;
};

}  // namespace poseaae::render
