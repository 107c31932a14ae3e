#include "sole_tracks.hpp"

#include <algorithm>
#include <cmath>

#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::footing {

namespace {

using mocap::Vec3;

constexpr double kSigma_s = 0.03;      // of the Gaussian
constexpr double kKneeAbove_m = 0.08;  // less: who kneels
constexpr double kHipAbove_m = 0.16;   // less: who sits or lies on the floor

/// Weights of a frame and of those up to R away, R >= 1.
std::vector<double> weights_over_time(double fps) {
  const double sigma = kSigma_s * fps;  // frames
  const int reach = std::max(1, static_cast<int>(std::ceil(3.0 * sigma)));
  std::vector<double> weights;
  for (int i = 0; i <= reach; ++i) weights.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
  return weights;
}

/// By weighted least squares, per frame.
Vec3 slope(const std::vector<Vec3>& positions, int at, const std::vector<double>& weights) {
  const int reach = static_cast<int>(weights.size()) - 1;
  const int first = std::max(0, at - reach);
  const int last = std::min(static_cast<int>(positions.size()) - 1, at + reach);
  double total = 0.0, times = 0.0, squares = 0.0;
  Vec3 sum = Vec3::Zero(), products = Vec3::Zero();
  for (int i = first; i <= last; ++i) {
    const double weight = weights[std::abs(i - at)];
    const Vec3 way = positions[i] - positions[at];
    total += weight;
    times += weight * (i - at);
    squares += weight * (i - at) * (i - at);
    sum += weight * way;
    products += weight * (i - at) * way;
  }
  const double spread = squares - times * times / total;
  if (spread <= 0.0) return Vec3::Zero();  // a single frame
  return (products - times / total * sum) / spread;
}

}  // namespace

std::vector<SoleTrack> sole_tracks(const mocap::Motion& motion, const std::vector<Foot>& feet) {
  std::vector<SoleTrack> tracks;
  for (const Foot& foot : feet) {
    const double unit = leg_length(motion.skeleton(), foot) / SoleTrack::kLeg_m;
    for (int kind = 0; kind < static_cast<int>(foot.sole.size()); ++kind) {
      tracks.push_back({kind, unit, {}, {}, {}});
    }
  }
  std::vector<std::vector<Vec3>> positions(tracks.size());
  for (int t = 0; t < motion.frames(); ++t) {
    const mocap::WorldPose pose = mocap::forward_kinematics(motion, t);
    std::size_t p = 0;
    for (const Foot& foot : feet) {
      for (const SolePoint& point : foot.sole) {
        SoleTrack& track = tracks[p];
        const Vec3 at = position_of(point, pose) / track.unit;
        const auto above = [&](int j) { return pose.positions[j].y() / track.unit - at.y(); };
        positions[p++].push_back(at);
        track.heights.push_back(at.y());
        track.below.push_back(above(foot.knee) > kKneeAbove_m && above(foot.hip) > kHipAbove_m);
      }
    }
  }
  const std::vector<double> weights = weights_over_time(motion.fps());
  for (std::size_t p = 0; p < tracks.size(); ++p) {
    for (int t = 0; t < motion.frames(); ++t) {
      tracks[p].speeds.push_back(slope(positions[p], t, weights).norm() * motion.fps());
    }
  }
  return tracks;
}

}  // namespace poseaae::footing
