#include "poseaae/latent/super_resolution.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"
#include "samples.hpp"
#include "support/support.hpp"
#include "thinned.hpp"

namespace poseaae::latent {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;
using test::jerk;
using test::leg;
using test::small_model;

/// A leg that swings 1.5 times a second, sampled at `fps` for a second; a root that bounces.
Motion swinging(double fps) {
  Motion motion(leg(), fps, static_cast<int>(fps) + 1);
  for (int t = 0; t < motion.frames(); ++t) {
    const double phase = 3.0 * std::numbers::pi * t / fps;
    motion.set_rotation(t, 0, Quat(Eigen::AngleAxisd(0.5 * std::sin(phase), Vec3::UnitX())));
    motion.set_rotation(t, 1, Quat(Eigen::AngleAxisd(0.8 * std::cos(phase), Vec3::UnitZ())));
    motion.set_rotation(t, 2, Quat(Eigen::AngleAxisd(1.0 * std::sin(2.0 * phase), Vec3::UnitX())));
    motion.set_root_position(t, Vec3(3.0 * t / fps, 1.0 + 0.1 * std::sin(2.0 * phase), 20.0));
  }
  return motion;
}

TEST(SuperResolve, KeepsTheGivenFrames) {
  const Motion motion = swinging(30);
  const Motion dense = super_resolve(small_model(), motion, 120);
  ASSERT_EQ(dense.frames(), 121);
  EXPECT_EQ(dense.fps(), 120);
  for (int t = 0; t < motion.frames(); ++t) {
    EXPECT_EQ(dense.root_position(4 * t), motion.root_position(t));
    for (int j = 0; j < 3; ++j) {
      EXPECT_LT(math::angle_between(dense.rotation(4 * t, j), motion.rotation(t, j)), 1e-9);
    }
  }
}

/// Even through a model that knows nothing: the residual carries what the latents do not, and the
/// spline is of fourth order where slerp is of second.
TEST(SuperResolve, IsNearerToTheTruthThanSlerp) {
  const Motion truth = swinging(120);
  const double ours = compare(super_resolve(small_model(), swinging(30), 120), truth).rotation_deg;
  const double slerp = compare(mocap::resample(swinging(30), 120), truth).rotation_deg;
  EXPECT_LT(ours, 0.2 * slerp);
}

TEST(SuperResolve, MovesTheRootSmoothly) {
  const Motion dense = super_resolve(small_model(), swinging(30), 120);
  const Motion truth = swinging(120);
  for (int t = 0; t < 121; ++t) {
    const double off = (dense.root_position(t) - truth.root_position(t)).norm();
    EXPECT_LT(off, 3e-4) << t;  // a straight line between frames: 5e-3
  }
}

TEST(SuperResolve, WithoutResidualIsTheDecodedSpline) {
  const auto model = small_model();
  const Motion motion = swinging(30);
  const Motion plain = super_resolve(model, motion, 60, {.residual = false});
  const Batch expected = model.decode(upsample(encode(model, motion), 60).points);
  for (int t = 0; t < plain.frames(); ++t) {
    for (int j = 0; j < 3; ++j) {
      const Quat q = math::load_wxyz(expected.row(t).data() + 4 * j).cast<double>();
      EXPECT_LT(math::angle_between(plain.rotation(t, j), q), 1e-6);
    }
  }
}

/// 120 frames of a shipped dance at 30 a second, every other one thrown away and filled in again:
/// the mean distance of joints from where they were, and the jerk.
TEST(SuperResolve, OfADanceIsHalfAsFarOffAsSlerp) {
  const auto dance = mocap::read_bvh(poseaae::test::source_dir() / "data" / "waltz_sway.bvh")
                         .motion.slice(600, 721);
  const Motion thin = test::every_other_frame(dance);
  const Motion ours = super_resolve(small_model(0.0F, dance.skeleton()), thin, 30.0);
  const Motion slerped = mocap::resample(thin, 30.0);
  EXPECT_LT(compare(ours, dance).position_cm, 0.6 * compare(slerped, dance).position_cm);
  EXPECT_LT(jerk(ours), 0.6 * jerk(slerped));
}

TEST(SuperResolve, RefusesWhatDoesNotFit) {
  EXPECT_THROW((void)super_resolve(small_model(), Motion(leg(), 30, 0), 60), UsageError);
  EXPECT_THROW((void)super_resolve(small_model(), swinging(30), 0.0), UsageError);
  const mocap::Skeleton other({"a"}, {-1}, {Vec3::Zero()}, {});
  EXPECT_THROW((void)super_resolve(small_model(), Motion(other, 30, 3), 60), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
