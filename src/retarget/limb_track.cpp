#include "limb_track.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "limb_reach.hpp"

namespace poseaae::retarget {

using mocap::Vec3;

namespace {

double eased(double s) { return s * s * (3.0 - 2.0 * s); }

/// Of frames [first, last), in which something touches.
void fill_run(const FootWay& way, int first, int last, std::vector<Vec3>& needs) {
  double sum = 0.0;
  int counted = 0;
  Vec3 now = Vec3::Zero();
  Vec3 least = Vec3::Zero();
  Vec3 most = Vec3::Zero();
  bool any_heel = false;
  for (int t = first; t < last; ++t) any_heel |= way.toe_share[t] < 1.0;
  for (int t = first; t < last; ++t) {
    if (t > first) now -= way.toe_share[t] * (way.toe[t] - way.toe[t - 1]);
    needs[t] = now;
    least = least.cwiseMin(now);
    most = most.cwiseMax(now);
    if (any_heel && way.toe_share[t] == 1.0) continue;
    sum += now.y();
    ++counted;
  }
  Vec3 middle = 0.5 * (least + most);
  middle.y() = sum / std::max(1, counted);
  for (int t = first; t < last; ++t) needs[t] -= middle;
}

std::vector<Vec3> along_contacts(const FootWay& way, double fps) {
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

}  // namespace

std::vector<Vec3> toe_needs(const FootWay& way, double fps) {
  std::vector<Vec3> needs = along_contacts(way, fps);
  for (std::size_t t = 0; t < needs.size(); ++t) {
    needs[t].y() = std::max(needs[t].y(), way.rise[t]);
  }
  return needs;
}

FootMove foot_move(const Vec3& need, const Vec3& toe, double rise) {
  constexpr double kShift_m = 0.02;
  constexpr double kTurn = 5.0 * std::numbers::pi / 180.0;
  constexpr double kSunk_m = 0.01;
  constexpr double kFree = 0.6;
  const double squared = toe.squaredNorm();
  const auto turned = [&](const Vec3& turn) {
    return Vec3(math::from_rotation_vector(turn) * toe - toe);
  };
  const auto limited_shift = [&](const Vec3& turn) {
    return held_below(Vec3(need - turned(turn)), kFree * kShift_m, kShift_m);
  };
  FootMove move;
  if (squared > 1e-6) {
    const double share = 1.0 / (1.0 + kShift_m * kShift_m / (kTurn * kTurn * squared));
    const Vec3 turn = held_below(Vec3(share / squared * toe.cross(need)), kFree * kTurn, kTurn);
    const Vec3 missed = need - turned(turn) - limited_shift(turn);
    move.turn = held_below(Vec3(turn + toe.cross(missed) / squared), kFree * kTurn, kTurn);
  }
  move.shift = limited_shift(move.turn);
  const double sunk = rise - (turned(move.turn) + move.shift).y();
  move.shift.y() += sunk - held_below(sunk, 0.5 * kSunk_m, kSunk_m);
  return move;
}

}  // namespace poseaae::retarget
