#include "rest_heights.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "quantile.hpp"

namespace poseaae::footing {

namespace {

constexpr double kLow = 0.1;          // quantile
constexpr double kOneLevel_m = 0.05;  // by which the rest heights of left and right may differ
constexpr double kMostRise_m = 0.10;
constexpr double kNearby_s = 2.0;
constexpr double kFewest_s = 0.2;  // of stillness, to tell a level
constexpr double kKnots_s = 0.5;   // at which the floor is looked at
constexpr double kUnknown = std::numeric_limits<double>::infinity();

/// A low one of the heights in frames [first, last) in which the point is still.
std::optional<double> low_height(const SoleTrack& track, const std::vector<bool>& still, int first,
                                 int last, double fewest) {
  std::vector<double> heights;
  for (int t = first; t < last; ++t) {
    if (still[t]) heights.push_back(track.heights[t]);
  }
  if (heights.empty() || static_cast<double>(heights.size()) < fewest) return {};
  return quantile(std::move(heights), kLow);
}

/// A foot that never stands, such as one that is held up for the whole clip, would stand where the
/// other does.
void share(const std::vector<SoleTrack>& tracks, std::vector<std::optional<double>>& heights) {
  for (std::size_t p = 0; p < tracks.size(); ++p) {
    for (std::size_t other = 0; other < tracks.size(); ++other) {
      if (tracks[other].kind != tracks[p].kind || !heights[other]) continue;
      const double level = *heights[other] * tracks[other].unit / tracks[p].unit;
      if (!heights[p] || *heights[p] > level + kOneLevel_m) heights[p] = level;
    }
  }
}

}  // namespace

std::vector<std::vector<double>> rest_heights(const std::vector<SoleTrack>& tracks,
                                              const std::vector<std::vector<bool>>& still,
                                              double fps) {
  const int frames = tracks.empty() ? 0 : static_cast<int>(tracks.front().heights.size());
  std::vector<std::optional<double>> heights;
  for (std::size_t p = 0; p < tracks.size(); ++p) {
    heights.push_back(low_height(tracks[p], still[p], 0, frames, 1.0));
  }
  share(tracks, heights);

  // By how much the floor is higher than over the whole clip, at each knot.
  const double step = std::max(1.0, kKnots_s * fps);
  const int reach = static_cast<int>(std::lround(kNearby_s * fps));
  std::vector<double> rises;
  for (int k = 0; k * step < frames + step; ++k) {
    const int middle = std::min(frames - 1, static_cast<int>(std::lround(k * step)));
    double rise = kUnknown;
    for (std::size_t p = 0; p < tracks.size(); ++p) {
      const auto low = low_height(tracks[p], still[p], std::max(0, middle - reach),
                                  std::min(frames, middle + reach + 1), kFewest_s * fps);
      if (low) rise = std::min(rise, *low - *heights[p]);
    }
    rises.push_back(rise == kUnknown ? 0.0 : std::clamp(rise, -kMostRise_m, kMostRise_m));
  }

  std::vector<std::vector<double>> result(tracks.size());
  for (std::size_t p = 0; p < tracks.size(); ++p) {
    if (!heights[p]) continue;
    for (int t = 0; t < frames; ++t) {
      const auto k = static_cast<std::size_t>(t / step);
      const double share_of_next = t / step - static_cast<double>(k);
      result[p].push_back(*heights[p] + std::lerp(rises[k], rises[k + 1], share_of_next));
    }
  }
  return result;
}

}  // namespace poseaae::footing
