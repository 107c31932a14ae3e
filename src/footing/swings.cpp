#include "swings.hpp"

#include <algorithm>
#include <cmath>

namespace poseaae::footing {

using mocap::Vec3;

namespace {

/// Where the middle between heel and toe is held in a frame.
Vec3 middle(const LegTrack& leg, const Hold& hold, int t) {
  const Vec3 sole = 0.5 * (leg.heel[t] + leg.toe[t]);
  return leg.ankle_at(t) + hold.shift[t] + math::from_rotation_vector(hold.turn[t]) * sole;
}

/// The way over the floor up to each frame of a swing, from where the foot stood.
std::vector<double> way_of(const std::vector<Vec3>& middles, const Timeline::Run& swing,
                           const Timeline& time) {
  std::vector<double> way;
  for (int k = 0; k < swing.length; ++k) {
    const int t = time.at(swing.first + k);
    const bool first = t == 0 && !time.loops;
    const Vec3 step =
        first ? Vec3::Zero() : Vec3(middles[t] - middles[time.at(t + time.frames - 1)]);
    way.push_back(std::hypot(step.x(), step.z()) + (k > 0 ? way.back() : 0.0));
  }
  return way;
}

/// r(t).
double smooth(double t) {
  const double u = std::min(1.0, t);
  return u * u * (3.0 - 2.0 * u);
}

/// w / step_m of each frame of a swing, which the clip's beginning or end may cut off; `ramp` is in
/// frames.
std::vector<double> arch(const std::vector<double>& way, bool starts, bool ends, double ramp) {
  constexpr double kStep_m = 0.1;
  const double whole = way.back();
  const auto count = static_cast<int>(way.size());
  std::vector<double> shares;
  for (int k = 0; k < count; ++k) {
    const double part = whole > 0.0 ? way[k] / whole : 0.0;
    const double u = starts ? part : ends ? part - 1.0 : 2.0 * part - 1.0;
    const double after = starts ? 1.0 : smooth((k + 1) / (ramp + 1.0));
    const double before = ends ? 1.0 : smooth((count - k) / (ramp + 1.0));
    shares.push_back(std::min(1.0, whole / kStep_m) * (1.0 - std::pow(u, 6)) * after * before);
  }
  return shares;
}

bool leaps(const Timeline::Run& swing, const std::vector<char>& supported, const Timeline& time) {
  int count = 0;
  for (int k = 0; k < swing.length; ++k) count += supported[time.at(swing.first + k)];
  return 4 * count < 3 * swing.length;
}

}  // namespace

std::vector<double> lifts(const LegTrack& leg, const Touch& touch, const Hold& hold,
                          const std::vector<double>& floor, const std::vector<char>& supported,
                          const Timeline& time, double step_m, double ramp_s) {
  std::vector<double> added(static_cast<std::size_t>(time.frames), 0.0);
  std::vector<char> free;
  for (const char held : hold.held) free.push_back(held == 0 ? 1 : 0);
  if (step_m <= 0.0 || std::ranges::count(free, 0) == 0) return added;
  const double usual = 0.5 * (usual_height(touch.heel, leg, leg.heel, floor) +
                              usual_height(touch.toe, leg, leg.toe, floor));
  std::vector<Vec3> middles;
  for (int t = 0; t < time.frames; ++t) middles.push_back(middle(leg, hold, t));
  for (const Timeline::Run& swing : time.runs(free)) {
    if (leaps(swing, supported, time)) continue;
    const auto shares =
        arch(way_of(middles, swing, time), !time.loops && swing.first == 0,
             !time.loops && swing.first + swing.length == time.frames, ramp_s * time.fps);
    for (int k = 0; k < swing.length; ++k) {
      const int t = time.at(swing.first + k);
      const double h = std::max(0.0, middles[t].y() - floor[t] - usual);
      added[t] = std::cbrt(std::pow(h, 3) + std::pow(step_m * shares[k], 3)) - h;
    }
  }
  return added;
}

}  // namespace poseaae::footing
