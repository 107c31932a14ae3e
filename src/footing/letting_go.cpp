#include "letting_go.hpp"

#include <algorithm>

namespace poseaae::footing {

namespace {

/// Whether the leg reaches to where its ankle is held only stretched.
bool stretched(const Limb& leg, const mocap::Vec3& shift) {
  constexpr double kMore_m = 0.002;
  const double distance = (leg.tip + shift - leg.root).norm();
  return distance > kStraightest * (leg.upper() + leg.lower()) && distance > leg.extent() + kMore_m;
}

}  // namespace

bool let_go(const LegTrack& leg, const Hold& hold, const Timeline& time, Touch& touch) {
  constexpr double kMost_s = 0.1;
  bool changed = false;
  for (const Timeline::Run& stance : time.runs(hold.held)) {
    if (stance.length == time.frames) continue;
    const int most = std::min(time.frames_in(kMost_s), stance.length / 3);
    // From an end inwards; the clip's own ends are none of the stance's.
    const auto release = [&](int first, int step) {
      for (int k = 0; k < most; ++k) {
        const int t = time.at(first + k * step + time.frames);
        if (!stretched(leg.leg[t], hold.shift[t])) break;
        touch.heel[t] = touch.toe[t] = 0;
        changed = true;
      }
    };
    const int last = stance.first + stance.length - 1;
    if (time.loops || stance.first > 0) release(stance.first, 1);
    if (time.loops || last + 1 < time.frames) release(last, -1);
  }
  return changed;
}

}  // namespace poseaae::footing
