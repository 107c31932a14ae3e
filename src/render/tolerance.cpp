#include "render/tolerance.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>

namespace poseaae::render {

namespace {

/// A grey edge on a coloured limb is seen sooner than one that is a little too light or dark.
int hue_difference(const Colour& a, const Colour& b) {
  return 7 * std::abs((a.r - a.b) - (b.r - b.b)) / 5;
}

}  // namespace

Tolerance::Tolerance(const Palette& palette) {
  for (int a = 0; a < palette.size(); ++a) {
    for (int b = 0; b < palette.size(); ++b) {
      const int distance = palette.distance(a, b);
      const int seen =
          std::max(distance, hue_difference(palette.colours()[a], palette.colours()[b]));
      distance_[64 * a + b] = static_cast<std::uint8_t>(distance);
      for (int c = 0; c < kClasses; ++c) {
        if (seen <= kWritten[c]) written_[64 * c + a] |= Choices{1} << b;
        if (seen <= kKept[c]) kept_[64 * c + a] |= Choices{1} << b;
      }
    }
    possible_[shown(static_cast<std::uint8_t>(a))] = Choices{1} << a;
  }
  std::copy(kept_.begin(), kept_.end(), possible_.begin());
  possible_[kNothing] = ~Choices{0};  // no key keeps all 64
}

PixelKey Tolerance::key(int index, int up, int left, int right, int down) const {
  if (index == up && index == left && index == right && index == down) {
    return static_cast<PixelKey>(index);
  }
  const std::uint8_t* to = &distance_[64 * index];
  const int contrast = std::max({to[up], to[left], to[right], to[down],
                                 distance_[64 * left + right], distance_[64 * up + down]});
  int c = kClasses - 1;
  while (contrast < kContrast[c]) --c;
  return static_cast<PixelKey>(64 * c + index);
}

struct Tolerance::Rows {
  const std::uint8_t* above;
  const std::uint8_t* here;
  const std::uint8_t* below;
};

namespace {

using Eight = std::uint64_t;  // pixels at once

Eight eight(const std::uint8_t* from) {
  Eight pixels = 0;
  std::memcpy(&pixels, from, sizeof pixels);
  return pixels;
}

}  // namespace

/// Whether eight pixels from x on and all around them are of one colour each with its neighbours.
bool Tolerance::is_flat(const Rows& rows, int x) {
  const Eight here = eight(rows.here + x);
  return ((here ^ eight(rows.here + x - 1)) | (here ^ eight(rows.here + x + 1)) |
          (here ^ eight(rows.above + x)) | (here ^ eight(rows.below + x))) == 0;
}

Coverage Tolerance::find_keys(std::span<const std::uint8_t> indices, int width,
                              const Coverage& area, std::span<PixelKey> keys) const {
  const auto height = static_cast<int>(indices.size() / width);
  Coverage changed(width, height);
  for (int y = 0; y < height; ++y) {
    const auto [begin, end] = area.row(y);
    const std::uint8_t* row = indices.data() + static_cast<std::size_t>(y) * width;
    const Rows rows{y > 0 ? row - width : row, row, y + 1 < height ? row + width : row};
    PixelKey* out = keys.data() + static_cast<std::size_t>(y) * width;
    int first = end, last = begin;
    for (int x = begin; x < end;) {
      const int stop = std::min(x + 8, end);
      if (x > 0 && x + 8 < std::min(end, width) && is_flat(rows, x) &&
          eight(out + x) == eight(row + x)) {
        x = stop;
      }
      for (; x < stop; ++x) {
        const PixelKey now = key(row[x], rows.above[x], row[std::max(x - 1, 0)],
                                 row[std::min(x + 1, width - 1)], rows.below[x]);
        if (now == out[x]) continue;
        out[x] = now;
        first = std::min(first, x);
        last = x + 1;
      }
    }
    changed.add(y, {first, last});
  }
  return changed;
}

}  // namespace poseaae::render
