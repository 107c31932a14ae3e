#include "limb_track.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::retarget {

using mocap::Vec3;

namespace {

double eased(double s) { return s * s * (3.0 - 2.0 * s); }

/// Of frames [first, last), in which something touches.
void fill_run(const FootWay& way, int first, int last, std::vector<Vec3>& shift) {
  Vec3 sum = Vec3::Zero();
  int counted = 0;
  Vec3 now = Vec3::Zero();
  bool any_heel = false;
  for (int t = first; t < last; ++t) any_heel |= way.toe_share[t] < 1.0;
  for (int t = first; t < last; ++t) {
    if (t > first) now -= way.toe_share[t] * (way.toe[t] - way.toe[t - 1]);
    shift[t] = now;
    if (any_heel && way.toe_share[t] == 1.0) continue;
    sum += now;
    ++counted;
  }
  const Vec3 mean = sum / std::max(1, counted);
  for (int t = first; t < last; ++t) shift[t] -= mean;
}

}  // namespace

std::vector<Vec3> ankle_shifts(const FootWay& way, double fps) {
  const auto frames = static_cast<int>(way.toe.size());
  std::vector<Vec3> shift(way.toe.size(), Vec3::Zero());
  const auto on = [&](int t) { return way.on[t] != 0; };
  const double most = 0.3 * fps;
  int gap_from = -1;  // the last frame of the run before
  for (int t = 0; t < frames;) {
    if (!on(t)) {
      ++t;
      continue;
    }
    int last = t;
    while (last < frames && on(last)) ++last;
    fill_run(way, t, last, shift);
    const Vec3 before = gap_from >= 0 ? shift[gap_from] : Vec3::Zero();
    const int begin = gap_from;
    for (int k = begin + 1; k < t; ++k) {
      const double out =
          std::min(1.0, (k - begin) / std::min(most, static_cast<double>(t - begin)));
      const double in = std::min(1.0, (t - k) / std::min(most, static_cast<double>(t - begin)));
      shift[k] = (begin >= 0 ? 1.0 - eased(out) : 0.0) * before + (1.0 - eased(in)) * shift[t];
    }
    gap_from = last - 1;
    t = last;
  }
  for (int k = gap_from + 1; gap_from >= 0 && k < frames; ++k) {
    shift[k] = (1.0 - eased(std::min(1.0, (k - gap_from) / most))) * shift[gap_from];
  }
  return shift;
}

}  // namespace poseaae::retarget
