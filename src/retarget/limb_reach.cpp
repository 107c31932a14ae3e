#include "limb_reach.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/math/hann.hpp"

namespace poseaae::retarget {

using mocap::Vec3;

double held_below(double x, double free, double most) {
  if (x <= free) return x;
  if (most <= free) return free;
  return free + (most - free) * (1.0 - std::exp((free - x) / (most - free)));
}

Vec3 held_below(const Vec3& v, double free, double most) {
  const double length = v.norm();
  return length <= free ? v : Vec3(held_below(length, free, most) / length * v);
}

double sinking_for(const footing::Limb& limb, const Vec3& goal) {
  const Vec3 way = goal - limb.root;
  const double reach = limb.extent() + footing::easy_room_of(limb);
  const double beyond = way.squaredNorm() - reach * reach;
  if (beyond <= 0.0 || way.y() >= 0.0) return 0.0;
  return -way.y() - std::sqrt(std::max(0.0, way.y() * way.y() - beyond));
}

std::vector<double> smooth_above(const std::vector<double>& needs, double fps) {
  constexpr double kWithin_s = 0.2;
  const auto frames = static_cast<int>(needs.size());
  const auto within = static_cast<int>(std::lround(kWithin_s * fps));
  const std::vector<double> weights = math::hann(2 * within + 1);
  std::vector<double> greatest;
  for (int t = 0; t < frames; ++t) {
    const auto first = needs.begin() + std::max(0, t - within);
    const auto last = needs.begin() + std::min(frames, t + within + 1);
    greatest.push_back(*std::max_element(first, last));
  }
  std::vector<double> smooth;
  for (int t = 0; t < frames; ++t) {
    double sum = 0.0;
    double all = 0.0;
    for (int k = std::max(0, t - within); k < std::min(frames, t + within + 1); ++k) {
      const double weight = weights[k - t + within];
      sum += weight * greatest[k];
      all += weight;
    }
    smooth.push_back(sum / all);
  }
  return smooth;
}

Vec3 unfolded(const footing::Limb& limb, const Vec3& goal) {
  constexpr double kMostFolded = 155.0 * std::numbers::pi / 180.0;
  const double a = limb.upper();
  const double b = limb.lower();
  const Vec3 way = goal - limb.root;
  const double distance = way.norm();
  const double shorter = limb.extent() - distance;
  if (shorter <= 0.0 || distance < 1e-9) return goal;
  const double least = std::sqrt(a * a + b * b + 2.0 * a * b * std::cos(kMostFolded));
  const double room = std::max(0.0, limb.extent() - least);
  return limb.root + (limb.extent() - held_below(shorter, 0.5 * room, room)) / distance * way;
}

}  // namespace poseaae::retarget
