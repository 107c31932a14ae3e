#include "hips.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "choreography/curves.hpp"

namespace poseaae::choreography {

namespace {

constexpr double kReach = 0.985;         // of the leg's length: knees stay soft
constexpr double kStandingSoft = 0.012;  // metres below the straight leg

class HipsPlacer {
 public:
  HipsPlacer(std::vector<Targets>& targets, std::span<const double> weights, const Body& body,
             double fps)
      : targets_(targets),
        weights_(weights),
        body_(body),
        skeleton_(humanoid(unscaled(body))),
        step_(1.0 / fps),
        frames_(static_cast<int>(targets.size())) {}

  void place() {
    std::array<std::vector<double>, 3> track;
    for (auto& axis : track) axis.resize(frames_);
    for (int t = 0; t < frames_; ++t) {
      const Vec3 hips = over_support(targets_[t], weights_[t]);
      for (int axis : {0, 2}) track[axis][t] = seated(targets_[t], hips[axis], axis);
    }
    for (int axis : {0, 2}) track[axis] = smooth(track[axis], step_, 0.07);
    for (int t = 0; t < frames_; ++t) {
      targets_[t].hips = Vec3(track[0][t], 0.0, track[2][t]);
      raise_heels(targets_[t], weights_[t]);
    }
    smooth_heels();
    for (int t = 0; t < frames_; ++t) {
      const double free = soft_min(wanted(targets_[t]), highest(targets_[t], kReach), 0.012);
      track[1][t] = seated(targets_[t], free, 1);
    }
    track[1] = smooth(track[1], step_, 0.04);
    // Smoothing may overshoot the limit by millimetres; a foot that slides by them is seen.
    for (int t = 0; t < frames_; ++t) {
      const double limited = soft_min(track[1][t], highest(targets_[t], 0.99), 0.003);
      targets_[t].hips.y() = lerp(limited, track[1][t], targets_[t].seat.share);
    }
  }

 private:
  [[nodiscard]] static Body unscaled(Body body) {
    body.height = Body::kStature;
    return body;
  }

  /// Drawn to the seat by its share, and there at least as high as the trunk needs to lie.
  [[nodiscard]] double seated(const Targets& targets, double free, int axis) const {
    const Support::Held& seat = targets.seat;
    if (seat.share == 0.0) return free;
    const double lying = axis == 1 ? resting_height(targets, skeleton_) : -1e9;
    return lerp(free, -soft_min(-seat.at[axis], -lying, 0.01), seat.share);
  }

  [[nodiscard]] double wanted(const Targets& targets) const {
    return body_.hips_height() - kStandingSoft - targets.carriage.drop + targets.rise;
  }

  [[nodiscard]] static Vec3 over_support(const Targets& targets, double weight) {
    std::array<Vec3, 2> support;
    for (int i = 0; i < 2; ++i) {
      const FootState& foot = targets.feet[i].state;
      const Vec3 toes(std::sin(foot.yaw), 0.0, std::cos(foot.yaw));
      support[i] = foot.ball - 0.085 * toes;
    }
    const Carriage& c = targets.carriage;
    // A trunk that leans forward needs the hips behind the feet, and the other way round.
    const double back = 0.16 * std::sin(targets.lean_deg * kDegree);
    const Vec3 offset(c.aside, 0.0, c.forward - back);
    return support[1] + weight * (support[0] - support[1]) +
           Eigen::AngleAxisd(targets.heading, Vec3::UnitY()) * offset;
  }

  [[nodiscard]] static Vec3 hip_joint(const Targets& targets, int side) {
    const double x = side == 0 ? Body::kHipHalfWidth : -Body::kHipHalfWidth;
    return hips_rotation(targets) * Vec3(x, -Body::kHipDrop, 0.0);
  }

  /// A free foot that stands far away lifts its heel instead of pulling the hips down.
  void raise_heels(Targets& targets, double weight) const {
    for (int i = 0; i < 2; ++i) {
      FootTarget& foot = targets.feet[i];
      Vec3 hip = targets.hips + hip_joint(targets, i);
      hip.y() += lerp(wanted(targets), targets.seat.at.y(), targets.seat.share);
      const double stretch =
          (ankle_target(foot) - foot.state.displacement - hip).norm() / body_.leg();
      const double carried = i == 0 ? weight : 1.0 - weight;
      foot.heel += 34.0 * kDegree * ease(stretch, 0.94, 1.12) * (1.0 - ease(carried, 0.1, 0.6));
    }
  }

  void smooth_heels() {
    for (int i = 0; i < 2; ++i) {
      std::vector<double> heel;
      for (const Targets& frame : targets_) {
        // Toes point a little in every step.
        heel.push_back(frame.feet[i].heel + 8.0 * kDegree * frame.feet[i].state.air);
      }
      heel = smooth(heel, step_, 0.05);
      for (int t = 0; t < frames_; ++t) targets_[t].feet[i].heel = heel[t];
    }
  }

  /// The greatest height of the hips at which both legs still reach their feet with soft knees. A
  /// foot in the air counts less and less: it can be pulled in.
  [[nodiscard]] double highest(const Targets& targets, double stretch) const {
    double height = 2.0;
    for (int i = 0; i < 2; ++i) {
      const FootTarget& foot = targets.feet[i];
      const Vec3 ankle = ankle_target(foot) - foot.state.displacement;
      const Vec3 hip = hip_joint(targets, i);
      const Vec3 across =
          targets.hips + Vec3(hip.x(), 0.0, hip.z()) - Vec3(ankle.x(), 0, ankle.z());
      const double reach = stretch * body_.leg();
      const double rise = std::sqrt(std::max(reach * reach - across.squaredNorm(), 0.01));
      const double slack = 0.015 * foot.state.air + 0.3 * foot.state.gesture;
      height = soft_min(height, ankle.y() + rise - hip.y() + slack, 0.012);
    }
    return height;
  }

  std::vector<Targets>& targets_;
  std::span<const double> weights_;
  const Body& body_;
  mocap::Skeleton skeleton_;
  double step_;
  int frames_;
};

}  // namespace

void place_hips(std::vector<Targets>& targets, std::span<const double> weights, const Body& body,
                double fps) {
  HipsPlacer(targets, weights, body, fps).place();
}

}  // namespace poseaae::choreography
