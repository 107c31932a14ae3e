#include "poseaae/render/tolerance.hpp"

#include <algorithm>

namespace poseaae::render {

Tolerance::Tolerance(const Palette& palette) {
  for (int a = 0; a < palette.size(); ++a) {
    for (int b = 0; b < palette.size(); ++b) {
      const int distance = palette.distance(a, b);
      distance_[64 * a + b] = static_cast<std::uint8_t>(distance);
      for (int c = 0; c < kClasses; ++c) {
        if (distance <= kWritten[c]) written_[64 * c + a] |= Choices{1} << b;
        if (distance <= kKept[c]) kept_[64 * c + a] |= Choices{1} << b;
      }
    }
    possible_[shown(static_cast<std::uint8_t>(a))] = Choices{1} << a;
  }
  std::copy(kept_.begin(), kept_.end(), possible_.begin());
  possible_[kNothing] = ~Choices{0};  // no key keeps all 64
}

PixelKey Tolerance::key(int index, int up, int left, int right, int down) const {
  const std::uint8_t* to = &distance_[64 * index];
  const int contrast = std::max({to[up], to[left], to[right], to[down]});
  int c = kClasses - 1;
  while (contrast < kContrast[c]) --c;
  return static_cast<PixelKey>(64 * c + index);
}

void Tolerance::find_keys(std::span<const std::uint8_t> indices, int width, const Coverage& area,
                          std::span<PixelKey> keys) const {
  const auto height = static_cast<int>(indices.size() / width);
  for (int y = 0; y < height; ++y) {
    const auto [begin, end] = area.row(y);
    const std::uint8_t* row = indices.data() + static_cast<std::size_t>(y) * width;
    const std::uint8_t* above = y > 0 ? row - width : row;
    const std::uint8_t* below = y + 1 < height ? row + width : row;
    PixelKey* out = keys.data() + static_cast<std::size_t>(y) * width;
    for (int x = begin; x < end; ++x) {
      const std::uint8_t here = row[x];
      const std::uint8_t left = row[std::max(x - 1, 0)], right = row[std::min(x + 1, width - 1)];
      const bool flat = ((above[x] ^ here) | (left ^ here) | (right ^ here) | (below[x] ^ here)) == 0;
      out[x] = flat ? here : key(here, above[x], left, right, below[x]);
    }
  }
}

}  // namespace poseaae::render
