#include "poseaae/metrics/travel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::metrics {
namespace {

using std::numbers::pi;
using testing::DoubleNear;
using testing::Each;

/// Ahead at 1.5 m/s, 10 frames a second, without a turn.
Way straight(int frames) {
  Way way;
  for (int t = 0; t < frames; ++t) way.push_back({0.0, 0.15 * t, 0.0});
  return way;
}

/// A circle of radius `radius` to the left, `step` radians a frame.
Way circle(int frames, double radius, double step) {
  Way way;
  for (int t = 0; t < frames; ++t) {
    const double angle = step * t;
    way.push_back({radius * (1.0 - std::cos(angle)), radius * std::sin(angle), angle});
  }
  return way;
}

/// Elsewhere in the room, facing elsewhere.
Way carried_off(const Way& way, double x, double z, double angle) {
  Way moved;
  for (const footing::Place& place : way) {
    const auto [to_x, to_z] = footing::turned(place.x, place.z, angle);
    moved.push_back({to_x + x, to_z + z, place.heading + angle});
  }
  return moved;
}

TEST(WayTest, IsWhereTheBodyIsAndFaces) {
  mocap::Motion motion(test::walker(), 10.0, 3);
  for (int t = 0; t < 3; ++t) {
    motion.set_root_position(t, {3.0, 1.0, 0.2 * t});
    motion.set_rotation(t, 0, mocap::Quat(Eigen::AngleAxisd(0.1 * t, mocap::Vec3::UnitY())));
  }
  const Way way = way_of(motion, 0);
  ASSERT_EQ(way.size(), 3U);
  EXPECT_NEAR(way[2].x - way[0].x, 0.0, 1e-6);
  EXPECT_NEAR(way[2].z - way[0].z, 0.4, 1e-6);
  EXPECT_NEAR(way[2].heading - way[0].heading, 0.2, 1e-6);
}

TEST(WayTest, SpeedTurnAndLengthAreThoseOfACircle) {
  const Way way = circle(21, 2.0, 0.1);
  const double chord = 2.0 * 2.0 * std::sin(0.05);
  EXPECT_THAT(root_speeds(way, 30.0), Each(DoubleNear(30.0 * chord, 1e-9)));
  EXPECT_THAT(turn_rates(way, 30.0), Each(DoubleNear(3.0, 1e-9)));
  EXPECT_NEAR(path_length(way), 20 * chord, 1e-9);
  EXPECT_EQ(path_length({}), 0.0);
}

TEST(DriftTest, IsNoneWhereverTheSameWayBegins) {
  const Way way = circle(40, 1.0, 0.15);
  const Eigen::VectorXd values = drift(way, carried_off(way, 5.0, -3.0, 2.0), 10);
  ASSERT_EQ(values.size(), 30);
  EXPECT_LT(values.maxCoeff(), 1e-12);
  EXPECT_EQ(drift(way, way, 40).size(), 0);
  EXPECT_THROW((void)drift(way, straight(3), 1), UsageError);
}

TEST(DriftTest, OfAWayThatIsTooShortIsWhatItLacks) {
  Way slow = straight(31);
  for (auto& place : slow) place.z *= 0.9;
  const Eigen::VectorXd values = drift(straight(31), slow, 10);  // a second: 1.5 m, of which 10 %
  ASSERT_EQ(values.size(), 21);
  EXPECT_LT((values.array() - 0.15).abs().maxCoeff(), 1e-12);
}

TEST(DriftTest, OfOneThatTurnsIsTheChordBetweenBoth) {
  // Straight ahead by s beside an arc of the same length: (R (1 - cos a), R sin a), a = s / R.
  const double radius = 0.1 / (2.0 * std::sin(0.01));  // chords of 0.1 m for 0.02 rad
  Way ahead;
  for (int t = 0; t < 30; ++t) ahead.push_back({0.0, 0.1 * t, 0.0});
  const double angle = 0.2;
  const double expected =
      std::hypot(radius * (1.0 - std::cos(angle)), 1.0 - radius * std::sin(angle));
  const Eigen::VectorXd values = drift(ahead, circle(30, radius, 0.02), 10);
  EXPECT_LT((values.array() - expected).abs().maxCoeff(), 1e-9);
}

TEST(DriftByWayTest, CountsMetresAndNotTime) {
  Way slow = straight(31);
  for (auto& place : slow) place.z *= 0.9;
  // 0.15 m a frame: 1.05 m are the first of at least a metre, after 7 frames.
  const Eigen::VectorXd values = drift_by_way(straight(31), slow, 1.0);
  ASSERT_EQ(values.size(), 24);
  EXPECT_LT((values.array() - 0.105).abs().maxCoeff(), 1e-12);
  EXPECT_EQ(drift_by_way(Way(50), Way(50), 1.0).size(), 0);  // never a metre
}

footing::Contacts contacts(std::vector<unsigned char> touches) {
  footing::Contacts made;
  made.feet = {{.sole = {{}, {}}}};
  made.frames = static_cast<int>(touches.size()) / 2;
  made.touches = std::move(touches);
  return made;
}

TEST(AgreementTest, IsTheHarmonicMeanOfPrecisionAndRecall) {
  const auto truth = contacts({1, 1, 1, 0, 0, 0, 0, 1});
  const auto found = contacts({1, 0, 1, 1, 0, 0, 0, 0});
  const ContactAgreement one = agreement(truth, found);
  EXPECT_EQ(one.hits, 2.0);
  EXPECT_EQ(one.misses, 2.0);
  EXPECT_EQ(one.false_alarms, 1.0);
  const double precision = 2.0 / 3.0;
  const double recall = 2.0 / 4.0;
  EXPECT_DOUBLE_EQ(one.f1(), 2.0 * precision * recall / (precision + recall));
  ContactAgreement sum = one;
  sum += agreement(truth, truth);
  EXPECT_DOUBLE_EQ(sum.f1(), 12.0 / 15.0);
  EXPECT_TRUE(std::isnan(ContactAgreement{}.f1()));
  EXPECT_THROW((void)agreement(truth, contacts({1, 1})), UsageError);
}

}  // namespace
}  // namespace poseaae::metrics
