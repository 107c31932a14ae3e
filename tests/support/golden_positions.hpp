#pragma once

#include <gtest/gtest.h>

#include "poseaae/io/hdf5.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"

/// A clip beside a group of golden values: frames (F), rotations_wxyz (F, J, 4), positions (F, J,
/// 3) in the file's unit, computed in float64 over rotation matrices.
namespace poseaae::test {

/// Lengths in the file's unit; every position channel is kept unless a tolerance says otherwise.
inline mocap::Motion golden_clip(const std::filesystem::path& path, double track_tolerance = 0.0) {
  return mocap::read_bvh(path, {.unit = {1.0}, .track_tolerance = track_tolerance}).motion;
}

inline std::vector<std::int64_t> golden_frames(const h5::Group& group) {
  return group.read<std::int64_t>("frames").values;
}

/// Up to sign.
inline void expect_golden_rotations(const h5::Group& group, const mocap::Motion& motion) {
  const auto frames = golden_frames(group);
  const auto expected = group.read<double>(
      "rotations_wxyz", {frames.size(), static_cast<std::size_t>(motion.joints()), 4});
  const double* q = expected.data();
  for (const std::int64_t frame : frames) {
    for (int j = 0; j < motion.joints(); ++j, q += 4) {
      const auto found = motion.rotation(static_cast<int>(frame), j);
      ASSERT_LT(math::angle_between(found, math::load_wxyz(q)), 1e-9)
          << motion.skeleton().name(j) << " in frame " << frame;
    }
  }
}

/// To 1e-9 of the skeleton's height, and the same bits from joint_positions().
inline void expect_golden_positions(const h5::Group& group, const mocap::Motion& motion) {
  const double tolerance = 1e-9 * motion.skeleton().height();
  const auto frames = golden_frames(group);
  const auto expected = group.read<double>(
      "positions", {frames.size(), static_cast<std::size_t>(motion.joints()), 3});
  const std::vector<double> whole_clip = mocap::joint_positions(motion);
  const double* p = expected.data();
  for (const std::int64_t frame : frames) {
    const auto world = mocap::forward_kinematics(motion, static_cast<int>(frame));
    for (int j = 0; j < motion.joints(); ++j, p += 3) {
      ASSERT_LT((world.positions[j] - mocap::Vec3(p)).cwiseAbs().maxCoeff(), tolerance)
          << motion.skeleton().name(j) << " in frame " << frame;
      const auto at = (static_cast<std::size_t>(frame) * motion.joints() + j) * 3;
      ASSERT_EQ(mocap::Vec3(&whole_clip[at]), world.positions[j]);
    }
  }
}

/// The batched kernel on the golden rotations. It puts the root at the origin and knows fixed
/// offsets only, so the limb below the joint that carries the body is what can be compared: the
/// body joint becomes the root.
template <typename Scalar>
void expect_golden_batch(const h5::Group& group, const mocap::Motion& motion, double tolerance) {
  const auto frames = golden_frames(group);
  const int joints = motion.joints();
  const int body = motion.skeleton().children(0).size() == 1 ? 1 : 0;
  const auto rotations = group.read<double>("rotations_wxyz").values;
  const auto positions = group.read<double>("positions").values;
  std::vector<Scalar> poses(rotations.begin(), rotations.end());
  std::vector<Scalar> found(positions.size());
  mocap::forward_kinematics<Scalar>(motion.skeleton(), poses, found);
  for (std::size_t b = 0; b < frames.size(); ++b) {
    const auto at = [&](const auto& array, int j) {
      const auto* p = &array[(b * joints + j) * 3];
      return mocap::Vec3(p[0], p[1], p[2]);
    };
    for (int j = body; j < joints; ++j) {
      const mocap::Vec3 expected = at(positions, j) - at(positions, body);
      const mocap::Vec3 relative = at(found, j) - at(found, body);
      ASSERT_LT((relative - expected).cwiseAbs().maxCoeff(), tolerance)
          << motion.skeleton().name(j) << " in frame " << frames[b];
    }
  }
}

/// Position channels that repeat the OFFSETs make no tracks, and without them nothing moves.
inline void expect_repeated_offsets(const h5::Group& group, const std::filesystem::path& path) {
  const mocap::Motion exact = golden_clip(path);
  const mocap::Motion motion = golden_clip(path, mocap::BvhReadOptions{}.track_tolerance);
  EXPECT_LE(motion.translations().size(), 1u);
  for (const std::int64_t frame : golden_frames(group)) {
    const auto a = mocap::forward_kinematics(exact, static_cast<int>(frame));
    const auto b = mocap::forward_kinematics(motion, static_cast<int>(frame));
    for (int j = 0; j < motion.joints(); ++j) {
      ASSERT_LT((a.positions[j] - b.positions[j]).norm(), 1e-4);
    }
  }
}

}  // namespace poseaae::test
