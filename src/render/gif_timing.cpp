#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/render/gif.hpp"

namespace poseaae::render {

namespace {

constexpr double kFastest = 50.0;
constexpr int kLongestDelay_cs = 65535;

}  // namespace

std::vector<GifTiming> gif_timing(int frames, double fps, double highest_fps) {
  if (!(fps > 0.0) || !std::isfinite(fps) || !(highest_fps > 0.0)) {
    throw UsageError(
        fmt::format("GIF: expected a positive frame rate, found {:g}", std::min(fps, highest_fps)));
  }
  const double rate = std::min({fps, highest_fps, kFastest});
  // A hair above the product, so that 100 frames at 100 fps are 50 and not 49 of 50 fps.
  const int shown = rate < fps ? std::max(1, static_cast<int>(frames * rate / fps + 1e-9)) : frames;
  const double step_cs = 100.0 * frames / fps / shown;
  if (step_cs > kLongestDelay_cs) {
    throw UsageError(
        fmt::format("GIF: a frame may last at most 655.35 s, but at {:g} fps it lasts {:.2f} s",
                    rate, 0.01 * step_cs));
  }
  std::vector<GifTiming> timing;
  timing.reserve(shown);
  long long begin = 0;
  for (int k = 0; k < shown; ++k) {
    const long long end = std::llround(step_cs * (k + 1));
    const auto frame = static_cast<int>(static_cast<long long>(k) * frames / shown);
    timing.push_back({frame, std::max(2, static_cast<int>(end - begin))});
    begin = end;
  }
  return timing;
}

}  // namespace poseaae::render
