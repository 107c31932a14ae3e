#include "poseaae/latent/decode.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"
#include "support/lowest.hpp"
#include "support/strider.hpp"

namespace poseaae::latent {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

using poseaae::test::lowest;
using test::leg;
using test::small_model;

Quat about_x(double angle) { return Quat(Eigen::AngleAxisd(angle, Vec3::UnitX())); }

TEST(Decode, GivesAContinuousMotionOnTheFloor) {
  const auto model = small_model();
  LatentPath path{Batch(40, 4), 24};
  for (int t = 0; t < 40; ++t) path.points.row(t).setConstant(0.05F * static_cast<float>(t));
  const Motion motion = decode(model, path);
  EXPECT_EQ(motion.frames(), 40);
  EXPECT_EQ(motion.fps(), 24);
  EXPECT_EQ(motion.skeleton(), leg());
  const Batch poses = model.decode(path.points);
  for (int t = 0; t < 40; ++t) {
    EXPECT_NEAR(lowest(motion, t), 0.0, 0.01);
    for (int j = 0; j < 3; ++j) {
      const Quat expected = math::load_wxyz(poses.row(t).data() + 4 * j).cast<double>();
      EXPECT_LT(math::angle_between(motion.rotation(t, j), expected), 1e-6);
      const Quat before = motion.rotation(std::max(t - 1, 0), j);
      EXPECT_GE(motion.rotation(t, j).dot(before), 0.0);
    }
  }
}

TEST(Decode, LeavesTheRootAtTheOriginWhenNotPlanted) {
  const Motion motion = decode(small_model(), {Batch::Ones(3, 4), 30}, {.plant = Plant::kOff});
  for (int t = 0; t < 3; ++t) EXPECT_EQ(motion.root_position(t), Vec3::Zero());
}

/// A walk of 1 m/s on a circle of 2 m whose root was thrown away: by how much it moves in a second.
mocap::Vec3 after_a_second(const DecodeOptions& options) {
  Motion walk = poseaae::test::stride(poseaae::test::walking(1.0, 0.5), 30.0, 61);
  const codec::PoseAutoencoder model = small_model(0.0F, walk.skeleton());
  for (int t = 0; t < walk.frames(); ++t) walk.set_root_position(t, Vec3::Zero());
  LatentPath path{Batch::Zero(61, 4), 30.0};
  const Motion found = set_down(model, walk, path, options).motion;
  return found.root_position(45) - found.root_position(15);
}

TEST(Decode, WithoutAClipFeetDecideWhereTheDancerGoes) {
  const double chord = 2.0 * (1.0 / 0.5) * std::sin(0.25);  // of half a radian at 2 m
  for (const Travel travel : {Travel::kClip, Travel::kFeet}) {
    const Vec3 way = after_a_second({.plant = Plant::kRoot, .travel = travel});
    EXPECT_NEAR(std::hypot(way.x(), way.z()), chord, 0.03);
  }
  const Vec3 still = after_a_second({.plant = Plant::kRoot, .travel = Travel::kNone});
  EXPECT_EQ(still.x(), 0.0);
  EXPECT_EQ(still.z(), 0.0);
}

TEST(Decode, ALoopByFeetComesBackToItsPlace) {
  Motion walk = poseaae::test::stride(poseaae::test::walking(1.0, 0.0), 30.0, 60);
  const codec::PoseAutoencoder model = small_model(0.0F, walk.skeleton());
  for (int t = 0; t < 60; ++t) walk.set_root_position(t, Vec3::Zero());
  const DecodeOptions loop{.plant = Plant::kRoot, .loops = true};
  const Motion found = set_down(model, walk, {Batch::Zero(60, 4), 30.0}, loop).motion;
  const Vec3 seam = found.root_position(0) - found.root_position(59);
  EXPECT_LT(std::hypot(seam.x(), seam.z()), 0.04);  // no more than a step at 1 m/s
}

TEST(Decode, RefusesAnotherLatentDimension) {
  EXPECT_THROW((void)decode(small_model(), {Batch::Ones(3, 5), 30}), UsageError);
}

TEST(JointPositions, AreThoseOfTheDecodedMotion) {
  const auto model = small_model();
  LatentPath path{Batch(5, 4), 30};
  for (int t = 0; t < 5; ++t) path.points.row(t).setConstant(0.3F * static_cast<float>(t) - 0.7F);
  const auto expected = mocap::joint_positions(decode(model, path, {.plant = Plant::kOff}));
  const Eigen::MatrixXd positions = joint_positions(model)(path.points);
  ASSERT_EQ(positions.rows(), 5);
  ASSERT_EQ(positions.cols(), 9);
  for (int t = 0; t < 5; ++t) {
    for (int i = 0; i < 9; ++i) EXPECT_NEAR(positions(t, i), expected[9 * t + i], 1e-6);
  }
}

TEST(Encode, IsTheModelsEncoderRowByRow) {
  const auto model = small_model();
  Motion motion(leg(), 50, 3);
  motion.set_rotation(1, 2, about_x(1.0));
  const auto path = encode(model, motion);
  EXPECT_EQ(path.fps, 50);
  EXPECT_EQ(path.points, model.encode(model.format().rows_of(motion)));
  EXPECT_NE(path.points.row(0), path.points.row(1));
}

TEST(Reconstruct, ReplacesRotationsAndNothingElse) {
  const auto model = small_model();
  Motion motion(leg(), 30, 4);
  for (int t = 0; t < 4; ++t) motion.set_root_position(t, Vec3(t, 1, -t));
  motion.set_translation(1, std::vector<Vec3>(4, Vec3(0, -0.6, 0)));
  const Motion result = reconstruct(model, motion);
  const Batch poses = model.decode(model.encode(model.format().rows_of(motion)));
  for (int t = 0; t < 4; ++t) {
    EXPECT_EQ(result.root_position(t), motion.root_position(t));
    EXPECT_EQ(result.local_position(t, 1), motion.local_position(t, 1));
    const Quat expected = math::load_wxyz(poses.row(t).data() + 4).cast<double>();
    EXPECT_LT(math::angle_between(result.rotation(t, 1), expected), 1e-6);
  }
  EXPECT_EQ(result.skeleton(), motion.skeleton());
}

TEST(Compare, MeasuresByHand) {
  const Motion a(leg(), 30, 2);
  Motion b = a;
  EXPECT_EQ(compare(a, b).position_cm, 0.0);
  b.set_rotation(0, 0, about_x(std::numbers::pi / 2));
  b.set_rotation(1, 0, about_x(std::numbers::pi / 2));
  const auto error = compare(a, b);
  // Joints at distances 0.5 and 0.9 from the hip move by sqrt 2 times that; one of three turns.
  EXPECT_NEAR(error.position_cm, 100 * std::numbers::sqrt2 * (0.5 + 0.9) / 2, 1e-9);
  EXPECT_NEAR(error.rotation_deg, 90.0 / 3, 1e-6);
  EXPECT_THROW((void)compare(a, Motion(leg(), 30, 3)), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
