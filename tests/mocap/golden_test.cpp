// World positions and local rotations of real recordings against an independent float64
// computation over rotation matrices. Lengths are in file units, as in the reference.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "poseaae/core/hdf5.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "support/support.hpp"

namespace poseaae::mocap {
namespace {

class Golden : public testing::TestWithParam<std::string> {
 protected:
  Golden()
      : group_(
            h5::open_file(poseaae::test::reference_dir() / "joint_positions.h5").group(GetParam())),
        frames_(group_.read<std::int64_t>("frames").values) {}

  /// Every position channel kept, as the reference does.
  [[nodiscard]] static Motion clip(double track_tolerance = 0.0) {
    const BvhReadOptions options{.unit = {1.0}, .track_tolerance = track_tolerance};
    return read_bvh(poseaae::test::mocap_dir() / (GetParam() + ".bvh"), options).motion;
  }

  h5::Group group_;
  std::vector<std::int64_t> frames_;
};

TEST_P(Golden, RotationsAreEqualUpToSign) {
  const Motion motion = clip();
  const auto expected = group_.read<double>("rotations_wxyz");
  ASSERT_EQ(expected.shape, (h5::Shape{frames_.size(), std::size_t(motion.joints()), 4}));
  const double* q = expected.values.data();
  for (const std::int64_t frame : frames_) {
    for (int j = 0; j < motion.joints(); ++j, q += 4) {
      const double angle = math::angle_between(motion.rotation(int(frame), j), math::load_wxyz(q));
      ASSERT_LT(angle, 1e-9) << motion.skeleton().name(j) << " in frame " << frame;
    }
  }
}

TEST_P(Golden, PositionsInDoublePrecision) {
  const Motion motion = clip();
  const double tolerance = 1e-9 * motion.skeleton().height();
  const auto expected = group_.read<double>("positions");
  ASSERT_EQ(expected.shape, (h5::Shape{frames_.size(), std::size_t(motion.joints()), 3}));
  const std::vector<double> whole_clip = joint_positions(motion);
  const double* p = expected.values.data();
  for (const std::int64_t frame : frames_) {
    const WorldPose world = forward_kinematics(motion, int(frame));
    for (int j = 0; j < motion.joints(); ++j, p += 3) {
      ASSERT_LT((world.positions[j] - Vec3(p)).cwiseAbs().maxCoeff(), tolerance)
          << motion.skeleton().name(j) << " in frame " << frame;
      const std::size_t at = (std::size_t(frame) * motion.joints() + j) * 3;
      ASSERT_EQ(Vec3(&whole_clip[at]), world.positions[j]);
    }
  }
}

/// The batched kernel on the reference's own rotations. It puts the root at the origin and knows
/// fixed offsets only, so the limb below the joint that carries the body is what can be compared:
/// the body joint becomes the root.
template <typename Scalar>
void batched(const h5::Group& group, const Motion& motion, std::span<const std::int64_t> frames,
             double tolerance) {
  const int joints = motion.joints();
  const int body = motion.skeleton().children(0).size() == 1 ? 1 : 0;
  const auto rotations = group.read<double>("rotations_wxyz").values;
  const auto positions = group.read<double>("positions").values;
  std::vector<Scalar> poses(rotations.begin(), rotations.end());
  std::vector<Scalar> found(positions.size());
  forward_kinematics<Scalar>(motion.skeleton(), poses, found);
  for (std::size_t b = 0; b < frames.size(); ++b) {
    const auto at = [&](const auto& array, int j) {
      const auto* p = &array[(b * joints + j) * 3];
      return Vec3(p[0], p[1], p[2]);
    };
    for (int j = body; j < joints; ++j) {
      const Vec3 expected = at(positions, j) - at(positions, body);
      const Vec3 relative = at(found, j) - at(found, body);
      ASSERT_LT((relative - expected).cwiseAbs().maxCoeff(), tolerance)
          << motion.skeleton().name(j) << " in frame " << frames[b];
    }
  }
}

TEST_P(Golden, BatchedPositionsInSinglePrecision) {
  const Motion motion = clip();
  batched<float>(group_, motion, frames_, 1e-5 * motion.skeleton().height());
}

TEST_P(Golden, BatchedPositionsInDoublePrecisionUpToTheRoundingOfOffsets) {
  const Motion motion = clip();
  // Position channels repeat the OFFSETs to within 1e-5 units; they add up along a chain.
  batched<double>(group_, motion, frames_, motion.translations().empty() ? 1e-9 : 1e-4);
}

TEST_P(Golden, RepeatedOffsetsMakeNoTracksAndMoveNothing) {
  const Motion exact = clip();
  const Motion motion = clip(BvhReadOptions{}.track_tolerance);
  EXPECT_LE(motion.translations().size(), 1u);
  for (const std::int64_t frame : frames_) {
    const WorldPose a = forward_kinematics(exact, int(frame));
    const WorldPose b = forward_kinematics(motion, int(frame));
    for (int j = 0; j < motion.joints(); ++j) {
      ASSERT_LT((a.positions[j] - b.positions[j]).norm(), 1e-4);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Recordings, Golden,
                         testing::Values("bandai-namco/dance-short_normal_001",
                                         "bandai-namco/walk_happy_001", "cmu/01_01", "cmu/12_01"),
                         [](const auto& info) {
                           std::string name = info.param;
                           for (char& c : name) {
                             if (c == '/' || c == '-') c = '_';
                           }
                           return name;
                         });

}  // namespace
}  // namespace poseaae::mocap
