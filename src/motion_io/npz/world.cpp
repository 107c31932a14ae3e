#include "world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "poseaae/base/error.hpp"

namespace poseaae::npz {

namespace {

constexpr double kRigid = 0.005;     // metres
constexpr double kSame = 0.0001;     // metres, of an offset
constexpr std::size_t kLooked = 64;  // frames
constexpr std::size_t kMostJoints = 512;

/// The largest distance of the joint from its mean place in the axes of another, over some frames.
double slack(const WorldMotion& world, std::size_t joint, std::size_t other, double& length) {
  const std::size_t step = world.frames / kLooked + 1;
  const Vec3 first = world.seen_from(0, joint, other);
  double most = 0.0;
  for (std::size_t t = 0; t < world.frames; t += step) {
    most = std::max(most, (world.seen_from(t, joint, other) - first).norm());
  }
  length = first.norm();
  return most;
}

Vec3 mean_offset(const WorldMotion& world, std::size_t joint, std::size_t parent) {
  Vec3 sum = Vec3::Zero();
  for (std::size_t t = 0; t < world.frames; ++t) sum += world.seen_from(t, joint, parent);
  return sum / static_cast<double>(world.frames);
}

}  // namespace

Vec3 WorldMotion::seen_from(std::size_t frame, std::size_t joint, std::size_t other) const {
  const std::size_t row = frame * joints;
  return rotations[row + other].conjugate() * (places[row + joint] - places[row + other]);
}

std::vector<int> parents_by_rigidity(const WorldMotion& world) {
  if (world.joints > kMostJoints) {
    throw InputError(fmt::format("expected at most {} joints without a hierarchy, found {}",
                                 kMostJoints, world.joints));
  }
  std::vector<int> parents{-1};
  for (std::size_t j = 1; j < world.joints; ++j) {
    int best = -1;
    double nearest = std::numeric_limits<double>::infinity();
    for (std::size_t p = 0; p < j; ++p) {
      double length = 0.0;
      if (slack(world, j, p, length) > kRigid || length >= nearest) continue;
      best = static_cast<int>(p);
      nearest = length;
    }
    if (best < 0) {
      throw InputError(fmt::format(
          "joint {} keeps no distance to a joint before it, so that the hierarchy cannot be found; "
          "name a file that has it after the clip: clip.npz#skeleton.json",
          j));
    }
    parents.push_back(best);
  }
  return parents;
}

mocap::Motion motion_of(const WorldMotion& world, std::vector<std::string> names,
                        std::vector<int> parents, double fps) {
  std::vector<Vec3> offsets{Vec3::Zero()};
  for (std::size_t j = 1; j < world.joints; ++j) {
    offsets.push_back(mean_offset(world, j, static_cast<std::size_t>(parents[j])));
  }
  const mocap::Skeleton skeleton(std::move(names), parents, offsets, {});
  mocap::Motion motion(skeleton, fps, static_cast<int>(world.frames));
  for (std::size_t j = 0; j < world.joints; ++j) {
    std::vector<Vec3> track;
    bool moves = false;
    for (std::size_t t = 0; t < world.frames; ++t) {
      const int frame = static_cast<int>(t);
      const Quat& here = world.rotations[t * world.joints + j];
      if (j == 0) {
        motion.set_rotation(frame, 0, here);
        motion.set_root_position(frame, world.places[t * world.joints]);
        continue;
      }
      const auto parent = static_cast<std::size_t>(parents[j]);
      const Quat& above = world.rotations[t * world.joints + parent];
      motion.set_rotation(frame, static_cast<int>(j), above.conjugate() * here);
      track.push_back(world.seen_from(t, j, parent));
      moves = moves || (track.back() - offsets[j]).norm() > kSame;
    }
    if (moves) motion.set_translation(static_cast<int>(j), std::move(track));
  }
  return motion;
}

std::vector<std::string> numbered_joints(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t j = 0; j < count; ++j) names.push_back(fmt::format("joint_{}", j));
  return names;
}

}  // namespace poseaae::npz
