#include "poseaae/footing/skating.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "support/walker.hpp"

namespace poseaae::footing {
namespace {

using mocap::Vec3;
using test::Walk;
using test::Walker;

/// A walk whose body slips by `slip` metres per second, feet and all.
Walk slipping(double slip) {
  Walk walk(Walker(), 30.0, 90);
  for (int t = 0; t < 90; ++t) {
    walk.motion.set_root_position(t, walk.motion.root_position(t) + Vec3(slip * t / 30.0, 0, 0));
  }
  return walk;
}

TEST(Skating, IsTheSpeedOfWhatTouches) {
  const Walk still = slipping(0.0);
  EXPECT_LT(skating_of(still.motion, still.contacts).speed_mps, 1e-9);
  EXPECT_GT(skating_of(still.motion, still.contacts).pairs, 100);
  const Walk slow = slipping(0.15);
  EXPECT_NEAR(skating_of(slow.motion, slow.contacts).speed_mps, 0.15, 1e-9);
  EXPECT_EQ(skating_of(slow.motion, slow.contacts).share, 0.0);
  const Walk fast = slipping(0.25);
  EXPECT_NEAR(skating_of(fast.motion, fast.contacts).share, 1.0, 1e-12);
  EXPECT_EQ(skating_of(fast.motion, {{}, 90, {}, 0.0}).pairs, 0);
}

TEST(Skating, RefusesContactsOfAnotherMotion) {
  const Walk walk = slipping(0.0);
  EXPECT_THROW((void)skating_of(walk.motion.slice(0, 40), walk.contacts), UsageError);
  EXPECT_THROW((void)skating_of(walk.motion, {walk.contacts.feet, 0, {}, 0.0}), UsageError);
  Contacts elsewhere = walk.contacts;
  elsewhere.feet.at(0).sole.at(0).joint = walk.motion.joints();
  EXPECT_THROW((void)skating_of(walk.motion, elsewhere), UsageError);
}

TEST(Skating, LowPointsAreThoseNearWhereTheyStand) {
  const Walk walk = slipping(0.3);
  const Contacts low = low_points(walk.motion, 0.025);
  ASSERT_EQ(low.points(), 4);
  for (int t = 0; t < 90; ++t) {
    for (int p = 0; p < 4; ++p) {
      const double height = Walk::ankle(t / 30.0, p / 2, 1.0).y() - Walker::kAnkle;
      EXPECT_EQ(low.at(t, p), height <= 0.025) << t << ' ' << p;
    }
  }
  EXPECT_GT(skating_of(walk.motion, low).speed_mps, 0.29);
}

}  // namespace
}  // namespace poseaae::footing
