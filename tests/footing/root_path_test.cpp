#include "poseaae/footing/root_path.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "support/lowest.hpp"
#include "support/support.hpp"
#include "support/traveller.hpp"

namespace poseaae::footing {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;
using test::leg;
using test::lowest;
using test::traveller;

Quat about_y(double angle) { return Quat(Eigen::AngleAxisd(angle, Vec3::UnitY())); }

/// The largest distance of a joint between two motions, metres.
double farthest(const Motion& a, const Motion& b) {
  const auto p = mocap::joint_positions(a);
  const auto q = mocap::joint_positions(b);
  EXPECT_EQ(p.size(), q.size());
  double largest = 0.0;
  for (std::size_t i = 0; i < std::min(p.size(), q.size()); ++i) {
    largest = std::max(largest, std::abs(p[i] - q[i]));
  }
  return largest;
}

/// As a decoder gives it: without its place, and with a heading of its own.
Motion displaced(Motion motion) {
  for (int t = 0; t < motion.frames(); ++t) {
    motion.set_root_position(t, Vec3::Zero());
    motion.set_rotation(t, 0, about_y(0.3 * std::sin(0.9 * t)) * motion.rotation(t, 0));
  }
  return motion;
}

double x_of(const RootPath& root, int t) { return root.origin.x() + root.rows(t, RootPath::kX); }
double z_of(const RootPath& root, int t) { return root.origin.z() + root.rows(t, RootPath::kZ); }
double heading_of(const RootPath& root, int t) { return root.rows(t, RootPath::kHeading); }

double step(const RootPath& root, int t) {
  return std::hypot(x_of(root, t + 1) - x_of(root, t), z_of(root, t + 1) - z_of(root, t));
}
TEST(RootPath, KnowsPlaceHeadingAndClearance) {
  const RootPath root = root_path_of(traveller(leg()));
  EXPECT_EQ(root.body, 0);
  EXPECT_NEAR(x_of(root, 0), 5.0, 1e-6);
  EXPECT_NEAR(z_of(root, 0), -3.0, 1e-6);
  EXPECT_NEAR(heading_of(root, 0), 0.0, 1e-6);
  EXPECT_NEAR(heading_of(root, 89), 2.0 * std::numbers::pi, 1e-5);  // one turn, not none
  for (int t = 0; t + 1 < 90; ++t) EXPECT_NEAR(step(root, t), std::hypot(0.2, 1.0) / 30, 1e-5);
  for (int t = 0; t < 90; ++t) EXPECT_NEAR(root.clearance(t), lowest(traveller(leg()), t), 1e-5);
}

TEST(Carry, GivesAClipItsWayBack) {
  const Motion clip = traveller(leg());
  EXPECT_LT(farthest(carry(displaced(clip), root_path_of(clip)), clip), 1e-5);
  EXPECT_LT(farthest(carry(mocap::remove_heading(clip), root_path_of(clip)), clip), 1e-5);
  const Motion upright = mocap::remove_root_rotation(clip);
  EXPECT_LT(farthest(carry(upright, root_path_of(clip), {.lean = true}), clip), 1e-5);
}

/// A node of the room stands still, and the body travels by a track.
TEST(Carry, MovesTheBodyBelowAStillRoot) {
  const mocap::Skeleton skeleton({"room", "hip", "knee"}, {-1, 0, 1},
                                 {Vec3(1, 0, 2), Vec3(0, 1, 0), Vec3(0, -0.5, 0)},
                                 {{2, Vec3(0, -0.5, 0), ""}});
  Motion clip(skeleton, 30, 40);
  std::vector<Vec3> track;
  for (int t = 0; t < 40; ++t) {
    clip.set_rotation(t, 1, about_y(0.05 * t));
    track.emplace_back(0.03 * t, 1.0 + 0.3 * std::sin(0.1 * t), -0.02 * t);
  }
  clip.set_translation(1, track);
  const RootPath root = root_path_of(clip);
  EXPECT_EQ(root.body, 1);
  Motion decoded = clip;
  decoded.remove_translation(1);
  for (int t = 0; t < 40; ++t) decoded.set_root_position(t, Vec3::Zero());
  EXPECT_LT(farthest(carry(decoded, root), clip), 1e-5);
  EXPECT_LT(farthest(carry(mocap::remove_heading(clip), root), clip), 1e-5);
}

/// Hanging upside down, a body faces nowhere; its way does not depend on that.
TEST(Carry, FollowsASomersault) {
  Motion clip = traveller(leg());
  for (int t = 0; t < clip.frames(); ++t) {
    const Quat roll(Eigen::AngleAxisd(0.07 * t, Vec3::UnitX()));
    clip.set_rotation(t, 0, about_y(0.4) * roll);
  }
  const RootPath root = root_path_of(clip);
  for (int t = 0; t < clip.frames(); ++t) EXPECT_NEAR(heading_of(root, t), 0.4, 1e-4) << t;
  Motion placeless = clip;
  for (int t = 0; t < clip.frames(); ++t) placeless.set_root_position(t, Vec3::Zero());
  EXPECT_LT(farthest(carry(placeless, root), clip), 1e-5);
}

/// Longer legs, and other poses, come as near to the floor as the clip and leap as high.
TEST(Carry, KeepsTheDistanceFromTheFloor) {
  const mocap::Skeleton longer({"hip", "knee", "ankle"}, {-1, 0, 1},
                               {Vec3(0, 1, 0), Vec3(0, -0.8, 0), Vec3(0, -0.6, 0)},
                               {{2, Vec3(0, -0.1, 0.2), "toe"}});
  const RootPath root = root_path_of(traveller(leg()));
  const Motion tall = carry(displaced(traveller(longer)), root);
  for (int t = 0; t < 90; ++t) EXPECT_NEAR(lowest(tall, t), root.clearance(t), 0.02) << t;
  const Motion still = carry(Motion(leg(), 30, 90), root);
  for (int t = 0; t < 90; ++t) EXPECT_NEAR(lowest(still, t), root.clearance(t), 0.04) << t;
  EXPECT_THROW((void)carry(Motion(leg(), 30, 89), root), UsageError);
}

/// A rig whose root turns and goes over the floor, while the hips below it rise and leap.
TEST(RootPath, HipsThatLeapBelowARootThatTurnsAreTheBody) {
  const Motion clip =
      mocap::read_bvh(poseaae::test::source_dir() / "data" / "street_step.bvh").motion.slice(0, 60);
  const auto& body = clip.skeleton();
  std::vector<std::string> names{"root"};
  std::vector<int> parents{-1};
  std::vector<Vec3> offsets{Vec3::Zero()};
  for (int j = 0; j < body.joints(); ++j) {
    names.push_back(body.name(j));
    parents.push_back(body.parent(j) + 1);
    offsets.push_back(body.offset(j));
  }
  Motion rig({names, parents, offsets}, clip.fps(), clip.frames());
  std::vector<Vec3> leaps;
  for (int t = 0; t < rig.frames(); ++t) {
    const Quat yaw = about_y(0.02 * t);
    rig.set_rotation(t, 0, yaw);
    rig.set_root_position(t, {0.03 * t, 0.0, 0.01 * t});
    leaps.emplace_back(0.0, 0.9 + 0.6 * std::max(0.0, std::sin(0.2 * t)), 0.0);
    for (int j = 0; j < body.joints(); ++j) rig.set_rotation(t, j + 1, clip.rotation(t, j));
  }
  rig.set_translation(1, leaps);
  Motion decoded = rig;  // as a model gives it: without places
  for (int t = 0; t < rig.frames(); ++t) decoded.set_root_position(t, Vec3::Zero());
  decoded.remove_translation(1);
  const Motion carried = carry(decoded, root_path_of(rig), {});
  EXPECT_LT(farthest(carried, rig), 1e-5);
}

}  // namespace
}  // namespace poseaae::footing
