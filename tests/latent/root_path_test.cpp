#include "poseaae/latent/root_path.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/encodings.hpp"
#include "poseaae/latent/mix.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/latent/smoothing.hpp"
#include "poseaae/latent/transition.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"
#include "support/lowest.hpp"
#include "support/support.hpp"
#include "support/traveller.hpp"

namespace poseaae::latent {
namespace {

using footing::root_path_of;
using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;

using poseaae::test::traveller;
using test::leg;

Quat about_y(double angle) { return Quat(Eigen::AngleAxisd(angle, Vec3::UnitY())); }

double x_of(const RootPath& root, int t) { return root.origin.x() + root.rows(t, RootPath::kX); }
double z_of(const RootPath& root, int t) { return root.origin.z() + root.rows(t, RootPath::kZ); }
double heading_of(const RootPath& root, int t) { return root.rows(t, RootPath::kHeading); }

double step(const RootPath& root, int t) {
  return std::hypot(x_of(root, t + 1) - x_of(root, t), z_of(root, t + 1) - z_of(root, t));
}
double largest_step(const RootPath& root) {
  double largest = 0.0;
  for (int t = 0; t + 1 < root.frames(); ++t) largest = std::max(largest, step(root, t));
  return largest;
}
double largest_turn(const RootPath& root) {
  double largest = 0.0;
  for (int t = 0; t + 1 < root.frames(); ++t) {
    largest = std::max(largest, std::abs(heading_of(root, t + 1) - heading_of(root, t)));
  }
  return largest;
}

/// A leg that goes straight on, `metres` a frame, in the direction that it faces.
RootPath straight(int frames, double metres, double heading, double clearance = 0.0) {
  Motion motion(leg(), 30, frames);
  for (int t = 0; t < frames; ++t) {
    motion.set_rotation(t, 0, about_y(heading));
    motion.set_root_position(
        t, about_y(heading) * Vec3(0, 0, metres * t) + Vec3(0, 1.0 + clearance, 0));
  }
  return root_path_of(motion);
}

TEST(MixOfRoots, BlendsVelocitiesInTheDancersFrame) {
  const RootPath a = straight(31, 0.02, 0.0, 0.0);
  const RootPath b = straight(31, 0.06, 1.2, 0.4);
  const std::vector<double> half(31, 0.5);
  const RootPath mean = mix(a, b, half);
  for (int t = 0; t < 31; ++t) {
    EXPECT_NEAR(heading_of(mean, t), 0.6, 1e-5);
    EXPECT_NEAR(mean.clearance(t), 0.2, 1e-5);
  }
  for (int t = 0; t < 30; ++t) EXPECT_NEAR(step(mean, t), 0.04, 1e-5);
  EXPECT_NEAR(x_of(mean, 30), 1.2 * std::sin(0.6), 1e-4);
  EXPECT_NEAR(z_of(mean, 30), 1.2 * std::cos(0.6), 1e-4);
  EXPECT_TRUE(mix(a, b, std::vector<double>(31, 0.0)).rows.isApprox(a.rows, 1e-5F));
  EXPECT_TRUE(mix(a, b, std::vector<double>(31, 1.0)).rows.isApprox(b.rows, 1e-5F));
  EXPECT_THROW((void)mix(a, straight(30, 0.1, 0.0), half), UsageError);
}

TEST(MixOfRoots, TurnsAsFastAsBothDoOnAverage) {
  const RootPath turning = root_path_of(traveller(leg()));
  const RootPath still = straight(90, 0.0, 0.0);
  const RootPath mean = mix(turning, still, std::vector<double>(90, 0.5));
  EXPECT_NEAR(heading_of(mean, 89), std::numbers::pi, 1e-4);
}

TEST(Append, GoesOnWithoutAJump) {
  RootPath way = root_path_of(traveller(leg())).with([](const Batch& rows) -> Batch {
    return rows.topRows(30);
  });
  const RootPath next = straight(20, 0.05, -2.0);
  append(way, next);
  ASSERT_EQ(way.frames(), 50);
  const double before = std::hypot(0.2, 1.0) / 30;
  EXPECT_LE(step(way, 29), std::max(before, 0.05) + 1e-6);
  EXPECT_GE(step(way, 29), 0.9 * before);
  EXPECT_NEAR(heading_of(way, 30) - heading_of(way, 29), std::numbers::pi / 89, 1e-5);
  for (int t = 30; t < 49; ++t) {
    EXPECT_NEAR(heading_of(way, t), heading_of(way, 30), 1e-5);
    const double direction =
        std::atan2(x_of(way, t + 1) - x_of(way, t), z_of(way, t + 1) - z_of(way, t));
    EXPECT_NEAR(std::remainder(direction - heading_of(way, t), 2.0 * std::numbers::pi), 0.0, 1e-3);
  }
}

TEST(Returning, ClosesALoop) {
  const RootPath loop =
      returning(root_path_of(traveller(leg())).with([](const Batch& rows) -> Batch {
        return rows.topRows(60);
      }));
  const RootPath round = around(loop);
  ASSERT_EQ(round.frames(), 61);
  EXPECT_LT(largest_turn(round), 0.15);
  EXPECT_LT(step(round, 59), 2.0 * std::hypot(0.2, 1.0) / 30);
  EXPECT_NEAR(std::remainder(heading_of(round, 60) - heading_of(round, 0), 2 * std::numbers::pi),
              0.0, 1e-5);
}

/// A model's encodings of a clip with its root, as programs have them.
LatentPath followed(const Motion& clip) {
  LatentPath path = encode(test::small_model(), clip);
  path.root = root_path_of(clip);
  return path;
}

TEST(LatentPathWithRoot, IsCarriedInTime) {
  const LatentPath path = followed(traveller(leg()));
  const LatentPath slow = slow_motion(path, 2.0);
  ASSERT_TRUE(slow.root.has_value());
  ASSERT_EQ(slow.root->frames(), 179);
  EXPECT_NEAR(x_of(*slow.root, 100), x_of(*path.root, 50), 1e-5);
  EXPECT_NEAR(slow.root->clearance(100), path.root->clearance(50), 1e-5);
  EXPECT_NEAR(largest_step(*slow.root), 0.5 * largest_step(*path.root), 1e-4);
  const LatentPath dense = upsample(path, 60.0);
  EXPECT_NEAR(heading_of(*dense.root, 80), heading_of(*path.root, 40), 1e-5);
  LatentPath led = path;
  led.by_feet = Batch(Eigen::VectorXf::LinSpaced(90, 0.0F, 1.0F));
  EXPECT_NEAR(upsample(led, 60.0).by_feet.value()(89, 0), 0.5F, 1e-5F);
  EXPECT_EQ(over_seam(led, [](const LatentPath& p) { return upsample(p, 60.0); }).by_feet->rows(),
            180);
  const LatentPath calm = smooth(led, lambda_for_cutoff(1.0, 30.0));
  EXPECT_EQ(calm.by_feet.value(), *led.by_feet);
  ASSERT_EQ(calm.root->frames(), 90);
  EXPECT_NEAR(x_of(*calm.root, 20), x_of(*path.root, 20), 0.02);
  const LatentPath loop = over_seam(path, [](const LatentPath& p) { return slow_motion(p, 2.0); });
  EXPECT_EQ(loop.root->frames(), loop.frames());
}

TEST(LatentPathWithRoot, IsDecodedWhereItGoes) {
  const Motion clip = traveller(leg());
  const LatentPath path = followed(clip);
  const auto model = test::small_model();
  const RootPath way = root_path_of(decode(model, path));
  for (int t = 0; t < 90; ++t) {
    EXPECT_NEAR(x_of(way, t), x_of(*path.root, t), 1e-5);
    EXPECT_NEAR(z_of(way, t), z_of(*path.root, t), 1e-5);
  }
  const Motion floating = decode(model, path, {.plant = Plant::kOff});
  EXPECT_EQ(floating.root_position(50), Vec3::Zero());
  LatentPath in_place = path;
  in_place.root.reset();
  EXPECT_LT(std::abs(poseaae::test::lowest(decode(model, in_place), 50)), 0.2);
  EXPECT_EQ(decode(model, in_place).root_position(50).x(), 0.0);
}

TEST(Transition, JoinsWaysWithoutAJump) {
  const Motion clip = traveller(leg());
  const LatentPath a = followed(clip.slice(0, 50));  // ends in mid-air
  const LatentPath b = followed(clip.slice(10, 40));
  const LatentGaussian space({Eigen::VectorXd::Zero(4), Eigen::MatrixXd::Identity(4, 4)});
  for (const double seconds : {0.0, 0.1, 0.5, 2.0}) {
    const LatentPath both = join(a, b, space, {.seconds = seconds});
    ASSERT_TRUE(both.root.has_value());
    ASSERT_EQ(both.root->frames(), both.frames());
    EXPECT_LT(largest_step(*both.root), largest_step(root_path_of(clip)) + 1e-5) << seconds;
    EXPECT_LT(largest_turn(*both.root), largest_turn(root_path_of(clip)) + 1e-5) << seconds;
    const double least = std::min(a.root->clearance(49), b.root->clearance(0));
    for (int t = 50; t < both.frames() - 30; ++t) {
      EXPECT_GT(both.root->clearance(t), least - 1e-5);
    }
    EXPECT_TRUE(both.root->rows.topRows(50).isApprox(a.root->rows, 1e-5F));
    for (int t = 0; t < both.frames(); ++t) {  // feet take the poses between the clips
      const bool between = t >= 50 && t < both.frames() - 30;
      EXPECT_EQ(both.by_feet.value()(t, 0), between ? 1.0F : 0.0F) << t;
    }
    for (int t = 0; t < 30; ++t) {
      EXPECT_NEAR(both.root->clearance(both.frames() - 30 + t), b.root->clearance(t), 1e-5);
    }
  }
  LatentPath placeless = b;
  placeless.root.reset();
  EXPECT_FALSE(join(a, placeless, space).root.has_value());
}

TEST(Mix, MixesTheWaysToo) {
  const LatentPath a = followed(traveller(leg()));
  LatentPath b = followed(traveller(leg()).slice(0, 60));
  const LatentGaussian space({Eigen::VectorXd::Zero(4), Eigen::MatrixXd::Identity(4, 4)});
  EXPECT_TRUE(mix(a, b, space, {.factor = 0.0}).root->rows.isApprox(a.root->rows, 1e-5F));
  MixOptions some{.factor = 1.0};
  some.shares = Eigen::Vector4d(1, 0, 0, 0);
  const LatentPath quarter = mix(a, b, space, some);
  const double turns = heading_of(*quarter.root, 89);
  EXPECT_NEAR(turns, 0.75 * heading_of(*a.root, 89) + 0.25 * heading_of(*b.root, 59), 1e-4);
  const LatentPath warped = mix(a, b, space, {.factor = 0.5, .lengths = LengthMatch::kWarp});
  EXPECT_EQ(warped.root->frames(), warped.frames());
  b.root.reset();
  EXPECT_FALSE(mix(a, b, space, {}).root.has_value());
}

TEST(Encodings, KeepTheWayOfEachClip) {
  const LatentPath a = followed(traveller(leg()));
  LatentPath nowhere = a;
  nowhere.root.reset();
  const std::vector<int> frames(90, 0);
  Encodings all;
  all.append("first", a, frames);
  all.append("second", nowhere, frames);
  all.append("third", followed(traveller(leg()).slice(20, 50)), std::vector<int>(30, 0));
  const auto paths = paths_of(all);
  ASSERT_EQ(paths.size(), 3U);
  ASSERT_TRUE(paths[0].path.root.has_value());
  EXPECT_NEAR(x_of(*paths[0].path.root, 30), x_of(*a.root, 30), 1e-5);
  EXPECT_FALSE(paths[1].path.root.has_value());
  ASSERT_TRUE(paths[2].path.root.has_value());
  EXPECT_NEAR(x_of(*paths[2].path.root, 0), x_of(*a.root, 20), 1e-5);
  EXPECT_NEAR(paths[2].path.root->clearance(29), a.root->clearance(49), 1e-5);
  Encodings none;
  none.append("second", nowhere, frames);
  EXPECT_FALSE(none.path.root.has_value());
}

}  // namespace
}  // namespace poseaae::latent
