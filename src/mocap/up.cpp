#include "poseaae/mocap/up.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/conform.hpp"
#include "poseaae/mocap/lowest_point.hpp"

namespace poseaae::mocap {

namespace {

constexpr std::array kAxes{Up::kX, Up::kY, Up::kZ, Up::kMinusX, Up::kMinusY, Up::kMinusZ};
using Votes = std::array<double, kAxes.size()>;

}  // namespace

Vec3 direction_of(Up up) {
  const auto axis = static_cast<int>(std::ranges::find(kAxes, up) - kAxes.begin());
  return (axis < 3 ? 1.0 : -1.0) * Vec3::Unit(axis % 3);
}

namespace {

/// A vote for the axis within 30 degrees of `way`, if there is one.
void vote_along(const Vec3& way, double weight, Votes& votes) {
  constexpr double kNear = 0.866;
  for (std::size_t a = 0; a < kAxes.size(); ++a) {
    if (direction_of(kAxes[a]).dot(way) > kNear * way.norm()) votes[a] += weight;
  }
}

/// The body in some frames of a clip: the places have no part in it.
class Sample {
 public:
  explicit Sample(const Motion& motion) : skeleton_(motion.skeleton()) {
    constexpr int kFrames = 32;
    const int step = std::max(1, motion.frames() / kFrames);
    for (int t = 0; t < motion.frames(); t += step) {
      poses_.push_back(forward_kinematics(motion, t));
    }
    for (int j = anatomy_.head; j > 0 && j != anatomy_.pelvis; j = skeleton_.parent(j)) {
      height_ += skeleton_.offset(j).norm();
    }
    if (anatomy_.feet.empty()) return;
    for (int j = anatomy_.feet[0]; j > 0 && j != anatomy_.pelvis; j = skeleton_.parent(j)) {
      height_ += skeleton_.offset(j).norm();
    }
  }

  [[nodiscard]] bool stands() const {
    return anatomy_.head != Anatomy::kNone && !anatomy_.feet.empty() && height_ > 0.0;
  }
  /// From the feet to the head, along the bones, about the pelvis; metres.
  [[nodiscard]] double height() const { return height_; }

  [[nodiscard]] Vec3 feet_to_head(const std::vector<Vec3>& positions) const {
    Vec3 feet = Vec3::Zero();
    for (const int foot : anatomy_.feet) feet += positions[foot];
    return positions[anatomy_.head] - feet / static_cast<double>(anatomy_.feet.size());
  }

  /// The mean of the directions from feet to head: shorter than 1 by as much as they vary.
  [[nodiscard]] Vec3 mean_way() const {
    Vec3 sum = Vec3::Zero();
    for (const WorldPose& pose : poses_) sum += feet_to_head(pose.positions).normalized();
    return sum / static_cast<double>(poses_.size());
  }

  [[nodiscard]] Vec3 rest_way() const {
    std::vector<Vec3> rest{Vec3::Zero()};
    for (int j = 1; j < skeleton_.joints(); ++j) {
      rest.push_back(rest[skeleton_.parent(j)] + skeleton_.offset(j));
    }
    return feet_to_head(rest);
  }

  /// The lowest point of the body along `up`, of each frame.
  [[nodiscard]] std::vector<double> lowest(const Vec3& up) const {
    std::vector<double> heights;
    for (const WorldPose& pose : poses_) {
      heights.push_back(lowest_point(skeleton_, pose, anatomy_.pelvis, up));
    }
    return heights;
  }

 private:
  const Skeleton& skeleton_;
  Anatomy anatomy_ = anatomy_of(skeleton_);
  std::vector<WorldPose> poses_;
  double height_ = 0.0;
};

/// For the axis of a floor: that the lowest point comes down to 0, and keeps to one height.
double floor_vote(const Sample& body, Up up) {
  const std::vector<double> heights = body.lowest(direction_of(up));
  const double lowest = *std::ranges::min_element(heights);
  const auto count = static_cast<double>(heights.size());
  const double mean = std::accumulate(heights.begin(), heights.end(), 0.0) / count;
  double spread = 0.0;
  for (const double h : heights) spread += (h - mean) * (h - mean) / count;
  spread = std::sqrt(spread) / body.height();
  constexpr double kAnkle = 0.08;  // of the height of the body, like the next three
  constexpr double kBelow = 0.03;
  constexpr double kLeaps = 0.15;
  constexpr double kStands = 0.03;
  const bool at_zero =
      lowest < kAnkle * body.height() && lowest > -kBelow * body.height() && spread < kLeaps;
  return (at_zero ? 1.0 : 0.0) + (spread < kStands ? 0.5 : 0.0);
}

}  // namespace

const Names<Up>& up_names() {
  static const Names<Up> names{{"auto", Up::kAuto}, {"x", Up::kX},       {"y", Up::kY},
                               {"z", Up::kZ},       {"-x", Up::kMinusX}, {"-y", Up::kMinusY},
                               {"-z", Up::kMinusZ}};
  return names;
}

Up found_up(const Motion& motion) {
  if (motion.frames() == 0) return Up::kY;
  const Sample body(motion);
  if (!body.stands()) return Up::kY;
  constexpr double kKeepsTo = 0.8;  // length of the mean direction
  constexpr double kTellsUp = 0.5;  // of the height: a rest pose with its legs down
  Votes votes{};
  if (const Vec3 way = body.mean_way(); way.norm() > kKeepsTo) vote_along(way, 1.0, votes);
  if (const Vec3 way = body.rest_way(); way.norm() > kTellsUp * body.height()) {
    vote_along(way, 1.0, votes);
  }
  const auto y = static_cast<std::size_t>(std::ranges::find(kAxes, Up::kY) - kAxes.begin());
  const bool silent = votes == Votes{};  // neither says anything: the floor alone decides
  votes[y] += 0.3;                       // what most files have
  constexpr double kPlain = 2.0;         // standing upright as in the rest pose: as most often
  if (votes[y] > kPlain) return Up::kY;
  for (std::size_t a = 0; a < kAxes.size(); ++a) {
    if (votes[a] > 0.0 || silent) votes[a] += floor_vote(body, kAxes[a]);
  }
  const auto most = static_cast<std::size_t>(std::ranges::max_element(votes) - votes.begin());
  return kAxes[most];
}

Motion turned_upright(const Motion& motion, Up up) {
  if (up == Up::kY || up == Up::kAuto) return motion;
  const Vec3 from = direction_of(up);
  const Quat turn = up == Up::kMinusY ? Quat(0.0, 1.0, 0.0, 0.0)  // about X
                                      : math::rotation_between(from, Vec3::UnitY());
  const Sample body(motion);
  const Vec3 rest = body.stands() ? body.rest_way() : from;
  const bool with_rest = rest.dot(from) > 0.5 * rest.norm();
  const Quat rest_turn = with_rest ? turn : Quat::Identity();
  Motion upright =
      with_rest_turned(motion, std::vector(static_cast<std::size_t>(motion.joints()), rest_turn));
  for (int t = 0; t < motion.frames(); ++t) {
    upright.set_root_position(t, turn * motion.root_position(t));
    upright.set_rotation(t, 0, turn * upright.rotation(t, 0));
  }
  return upright;
}

}  // namespace poseaae::mocap
