#include "poseaae/metrics/smoothness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::metrics {
namespace {

using testing::ElementsAre;

TEST(JerkTest, OfACubeIsSixAndOfAParabolaNone) {
  constexpr double kFps = 10.0;
  Batch points = Batch::Zero(8, 6);
  for (int t = 0; t < 8; ++t) {
    const double s = t / kFps;
    points(t, 1) = static_cast<float>(s * s * s);
    points(t, 3) = static_cast<float>(s * s);
  }
  EXPECT_NEAR(mean_jerk(points, kFps), 6.0 / 2, 1e-3);
  EXPECT_THROW((void)mean_jerk(points.topRows(3), kFps), UsageError);
}

TEST(JerkTest, AlternatingNoiseIsEightTimesItsSize) {
  Batch points = Batch::Zero(20, 3);
  for (int t = 0; t < 20; ++t) points(t, 0) = t % 2 == 0 ? 0.001F : -0.001F;
  EXPECT_NEAR(mean_jerk(points, 1.0), 0.008, 1e-8);
}

TEST(FootJointsTest, AreFoundByNameAtTheEndsOfChains) {
  EXPECT_THAT(foot_joints(test::walker(), Batch(0, 21)), ElementsAre(4, 6));
  const mocap::Skeleton toes({"Hips", "L_ankle", "L_Toe", "R_Ankle", "R_TOE", "Head"},
                             {-1, 0, 1, 0, 3, 0}, std::vector<mocap::Vec3>(6, {0, 1, 0}));
  EXPECT_THAT(foot_joints(toes, Batch(0, 18)), ElementsAre(2, 4));
}

TEST(FootJointsTest, AreTheLowestEndsWhereNoNameTells) {
  const mocap::Skeleton plain({"a", "b", "c", "d"}, {-1, 0, 0, 0},
                              {{0, 0, 0}, {0, 1, 0}, {0, -1, 0}, {1, 0, 0}});
  Batch positions(2, 12);
  positions << 0, 0, 0, 0, 1, 0, 0, -1, 0, 1, 0, 0,  //
      0, 0, 0, 0, 1, 0, 0, -1, 0, 1, 0, 0;
  EXPECT_THAT(foot_joints(plain, positions), ElementsAre(2, 3));
  const mocap::Skeleton chain({"a", "b"}, {-1, 0}, {{0, 0, 0}, {0, 1, 0}});
  EXPECT_THROW((void)foot_joints(chain, Batch::Zero(1, 6)), UsageError);
}

/// A foot that stands from frame 0 to 5, then is lifted and carried; 10 frames a second.
Batch step() {
  Batch positions = Batch::Zero(12, 3);
  positions.col(0) << 0, 0, 0, 0, 0, 0, 0.2F, 0.4F, 0.6F, 0.6F, 0.6F, 0.6F;
  positions.col(1) << 0, 0, 0, 0, 0, 0, 0.2F, 0.3F, 0.2F, 0, 0, 0;
  return positions;
}

TEST(ContactsTest, AreWhereAFootIsLowAndStill) {
  const Contacts contacts = find_contacts(step(), {0}, 10.0);
  EXPECT_THAT(contacts.on, ElementsAre(ElementsAre(0, 1, 2, 3, 4, 9, 10)));
  EXPECT_EQ(contacts.count(), 7);
}

TEST(ContactsTest, AFootThatRunsAlongTheFloorDoesNotStand) {
  Batch positions = step();
  positions.col(0).tail(3) << 0.6F, 0.64F, 0.60F;  // 0.4 m/s
  EXPECT_THAT(find_contacts(positions, {0}, 10.0).on, ElementsAre(ElementsAre(0, 1, 2, 3, 4)));
}

TEST(FootSkatingTest, IsTheSpeedWhereTheOriginalStands) {
  const Contacts contacts = find_contacts(step(), {0}, 10.0);
  EXPECT_NEAR(foot_skating(step(), contacts, 10.0), 0.0, 1e-7);
  Batch sliding = step();
  for (int t = 0; t < 12; ++t) {
    sliding(t, 0) += 0.03F * t;  // 0.3 m/s along x, 0.4 along z
    sliding(t, 2) += 0.04F * t;
    sliding(t, 1) += 0.5F;  // and hovering, which is no excuse
  }
  EXPECT_NEAR(foot_skating(sliding, contacts, 10.0), 0.5, 1e-5);
  EXPECT_EQ(foot_skating(step(), Contacts{}, 10.0), 0.0);
}

}  // namespace
}  // namespace poseaae::metrics
