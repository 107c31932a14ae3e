#include "poseaae/latent/detail.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/retime.hpp"
#include "samples.hpp"

namespace poseaae::latent {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

Motion kicking(int frames) {
  Motion motion(test::leg(), 30.0, frames);
  for (int t = 0; t < frames; ++t) {
    motion.set_rotation(t, 0, Quat(Eigen::AngleAxisd(0.1 * t, Vec3::UnitY())));
    motion.set_rotation(t, 1, Quat(Eigen::AngleAxisd(std::sin(0.3 * t), Vec3::UnitX())));
  }
  return motion;
}

TEST(Detail, GivesTheClipBackToItsOwnPath) {
  const auto model = test::small_model();
  const Motion clip = kicking(40);
  const Motion plain = decode(model, encode(model, clip), {.plant = Plant::kOff});
  const Motion whole = add_detail(plain, detail_of(model, clip));
  EXPECT_GT(compare(plain, clip).rotation_deg, 10.0);
  EXPECT_LT(compare(whole, clip).rotation_deg, 1e-4);
}

TEST(Detail, IsATurnAfterTheDecodedOne) {
  const auto model = test::small_model();
  const Motion clip = kicking(3);
  const Motion plain = decode(model, encode(model, clip), {.plant = Plant::kOff});
  const LatentPath detail = detail_of(model, clip);
  ASSERT_EQ(detail.dim(), 12);
  EXPECT_EQ(detail.fps, 30.0);
  const Quat rest = math::load_wxyz(detail.points.row(2).data() + 4).cast<double>();
  const double off = math::angle_between(plain.rotation(2, 1) * rest, clip.rotation(2, 1));
  EXPECT_LT(off, 1e-6);
}

TEST(Detail, IsContinuousAndGoesAlongInTime) {
  const auto model = test::small_model();
  const LatentPath detail = detail_of(model, kicking(40));
  for (int t = 1; t < 40; ++t) {
    for (int j = 0; j < 3; ++j) {
      const auto before = detail.points.row(t - 1).segment(4 * j, 4);
      EXPECT_GE(before.dot(detail.points.row(t).segment(4 * j, 4)), 0.0F);
    }
  }
  const LatentPath slow = slow_motion(encode(model, kicking(40)), 2.0);
  const Motion whole =
      add_detail(decode(model, slow, {.plant = Plant::kOff}), slow_motion(detail, 2.0));
  for (int j = 0; j < 3; ++j) {
    const double off = math::angle_between(whole.rotation(20, j), kicking(40).rotation(10, j));
    EXPECT_LT(off, 1e-5);
  }
}

TEST(Detail, RefusesWhatDoesNotFit) {
  const auto model = test::small_model();
  EXPECT_THROW((void)add_detail(kicking(4), detail_of(model, kicking(5))), UsageError);
  EXPECT_THROW((void)add_detail(kicking(4), {Batch::Ones(4, 8), 30}), UsageError);
  const mocap::Skeleton other({"a"}, {-1}, {Vec3::Zero()}, {});
  EXPECT_THROW((void)detail_of(model, Motion(other, 30, 3)), UsageError);
}

}  // namespace
}  // namespace poseaae::latent
