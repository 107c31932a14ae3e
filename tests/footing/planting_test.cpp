#include "poseaae/footing/planting.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/footing/skating.hpp"
#include "support/walker.hpp"

namespace poseaae::footing {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Vec3;
using test::Walk;
using test::Walker;

constexpr double kStraight_m = 5e-5;  // that legs that are nearly straight may give way by

/// World place of a point of a sole.
Vec3 point(const Motion& motion, int t, const SolePoint& sole) {
  return position_of(sole, mocap::forward_kinematics(motion, t));
}

/// How far a point moves from a frame to the next at most, while it touches in both.
double slide(const Motion& motion, const Contacts& contacts) {
  double largest = 0.0;
  for (int t = 0; t + 1 < motion.frames(); ++t) {
    int number = 0;
    for (const Foot& foot : contacts.feet) {
      for (const SolePoint& sole : foot.sole) {
        if (contacts.at(t, number) && contacts.at(t + 1, number)) {
          largest = std::max(largest, (point(motion, t + 1, sole) - point(motion, t, sole)).norm());
        }
        ++number;
      }
    }
  }
  return largest;
}

double knee_of(const Motion& motion, int t, const Foot& foot) {
  return math::angle_between(Quat::Identity(), motion.rotation(t, foot.knee));
}

/// The largest acceleration of the knees, radians per second squared.
double knee_acceleration(const Motion& motion, const std::vector<Foot>& feet) {
  double largest = 0.0;
  for (const Foot& foot : feet) {
    for (int t = 1; t + 1 < motion.frames(); ++t) {
      const double change = knee_of(motion, t + 1, foot) - 2.0 * knee_of(motion, t, foot) +
                            knee_of(motion, t - 1, foot);
      largest = std::max(largest, std::abs(change) * motion.fps() * motion.fps());
    }
  }
  return largest;
}

double farthest(const Motion& a, const Motion& b) {
  const auto p = mocap::joint_positions(a);
  const auto q = mocap::joint_positions(b);
  double largest = 0.0;
  for (std::size_t i = 0; i < p.size(); ++i) largest = std::max(largest, std::abs(p[i] - q[i]));
  return largest;
}

/// Moves the body to and fro and turns it, feet and all: they skate.
Motion skating(Motion motion, double metres = 0.03) {
  for (int t = 0; t < motion.frames(); ++t) {
    const double angle = 2.0 * std::numbers::pi * t / motion.fps() / 1.3;
    motion.set_root_position(
        t, motion.root_position(t) + metres * Vec3(std::sin(angle), 0, std::cos(0.7 * angle)));
    const Quat turn(Eigen::AngleAxisd(2.0 * metres * std::sin(1.7 * angle), Vec3::UnitY()));
    motion.set_rotation(t, 0, turn * motion.rotation(t, 0));
  }
  return motion;
}

TEST(PlantFeet, FeetThatStandAreLeftAlone) {
  const Walk walk(Walker(), 30.0, 90);
  ASSERT_LT(slide(walk.motion, walk.contacts), 1e-9);  // the walk is what it says
  const Planted planted = plant_feet(walk.motion, walk.contacts);
  EXPECT_LT(farthest(planted.motion, walk.motion), 1e-7);
  EXPECT_LT(planted.report.largest_deg, 1e-4);
  EXPECT_EQ(planted.report.why_not, "");
}

class PlantFeetAt : public testing::TestWithParam<double> {};
INSTANTIATE_TEST_SUITE_P(Rates, PlantFeetAt, testing::Values(20.0, 30.0, 60.0, 120.0, 240.0));

TEST_P(PlantFeetAt, AWalkThatSkatesStands) {
  for (const bool twist_bones : {false, true}) {
    const Walk walk(Walker(twist_bones), GetParam(), static_cast<int>(3 * GetParam()));
    const Motion bad = skating(walk.motion);
    ASSERT_GT(slide(bad, walk.contacts) * GetParam(), 0.1);
    const Planted planted = plant_feet(bad, walk.contacts);
    EXPECT_LT(slide(planted.motion, walk.contacts), kStraight_m);
    EXPECT_LT(knee_acceleration(planted.motion, walk.contacts.feet),
              2.0 * knee_acceleration(bad, walk.contacts.feet));
    EXPECT_GT(planted.report.mean_deg, 0.1);
    EXPECT_LT(planted.report.largest_deg, 20.0);
    EXPECT_LT(planted.report.missed_m, kStraight_m);
    // Feet come near to where the walk has them, and knees stay in front.
    for (int t = 0; t < bad.frames(); ++t) {
      const auto pose = mocap::forward_kinematics(planted.motion, t);
      for (int f = 0; f < 2; ++f) {
        const Foot& foot = walk.contacts.feet[static_cast<std::size_t>(f)];
        const Vec3 ankle = Walk::ankle(t / GetParam(), f, 1.0);
        EXPECT_LT((pose.positions[foot.ankle] - ankle).norm(), 0.06);
        const Vec3 middle = 0.5 * (pose.positions[foot.hip] + pose.positions[foot.ankle]);
        EXPECT_GT(pose.positions[foot.knee].z(), middle.z());
        EXPECT_GE(point(planted.motion, t, foot.sole.back()).y(), -kStraight_m);
      }
    }
  }
}

TEST(PlantFeet, FeetKeepTheirDirectionInTheAir) {
  const Walk walk(Walker(), 60.0, 180);
  const Motion bad = skating(walk.motion);
  const Motion planted = plant_feet(bad, walk.contacts).motion;
  int free = 0;
  for (int t = 12; t + 12 < bad.frames(); ++t) {
    const int first = walk.contacts.at(t, 0) ? 1 : 0;
    bool near = false;  // within 0.1 s of a contact
    for (int k = -7; k <= 7; ++k) near = near || walk.contacts.at(t + k, 2 * first);
    if (near) continue;
    ++free;
    const int ankle = walk.contacts.feet[static_cast<std::size_t>(first)].ankle;
    const auto before = mocap::forward_kinematics(bad, t);
    const auto after = mocap::forward_kinematics(planted, t);
    EXPECT_LT(math::angle_between(before.rotations[ankle], after.rotations[ankle]), 1e-9);
    EXPECT_LT((before.positions[ankle] - after.positions[ankle]).norm(), 1e-6);
  }
  EXPECT_GT(free, 20);
}

/// The ankle does not jump where a contact begins or ends: what it is moved by changes its speed by
/// no more than a cubic over 0.1 s must.
TEST(PlantFeet, TakesHoldAndLetsGoGently) {
  constexpr double kFps = 120.0;
  const Walk walk(Walker(), kFps, 360);
  const Motion bad = skating(walk.motion);
  const Motion planted = plant_feet(bad, walk.contacts).motion;
  const int ankle = walk.contacts.feet.front().ankle;
  std::vector<Vec3> shift;
  for (int t = 0; t < bad.frames(); ++t) {
    shift.push_back(mocap::forward_kinematics(planted, t).positions[ankle] -
                    mocap::forward_kinematics(bad, t).positions[ankle]);
  }
  for (std::size_t t = 1; t + 1 < shift.size(); ++t) {
    const Vec3 change = shift[t + 1] - 2.0 * shift[t] + shift[t - 1];
    EXPECT_LT(change.norm() * kFps * kFps, 6.0 * 0.06 / 0.01 + 4.0 * 0.3 / 0.1) << t;
    EXPECT_LT((shift[t + 1] - shift[t]).norm() * kFps, 1.5 * 0.06 / 0.1 + 0.3) << t;
  }
}

/// The heel rises about the toe, which slides with the body: the toe stays, and the foot turns as
/// it did.
TEST(PlantFeet, AToeIsAPivot) {
  constexpr int kFrames = 40;
  const Walker walker;
  const Foot& foot = walker.feet.front();
  Motion motion(walker.skeleton, 30.0, kFrames);
  for (int t = 0; t < kFrames; ++t) {
    motion.set_root_position(t, {0.0, 0.85, 0.001 * t});
    const Quat rise(Eigen::AngleAxisd(0.015 * t, Vec3::UnitX()));
    test::place_foot(motion, t, foot, Vec3(0.1, 0.0, 0.15 + 0.001 * t) - rise * Walker::kToe, rise);
    const Vec3 other(-0.1, Walker::kAnkle + 0.05, 0.0);
    test::place_foot(motion, t, walker.feet.back(), other, Quat::Identity());
  }
  Contacts contacts{walker.feet, kFrames, {}, 0.0};
  for (int t = 0; t < kFrames; ++t) contacts.touches.insert(contacts.touches.end(), {0, 1, 0, 0});
  ASSERT_GT(slide(motion, contacts), 0.9e-3);
  const Motion planted = plant_feet(motion, contacts).motion;
  for (int t = 0; t < kFrames; ++t) {
    EXPECT_LT((point(planted, t, foot.sole.back()) - Vec3(0.1, 0.0, 0.1695)).norm(), 1e-6);
    const auto before = mocap::forward_kinematics(motion, t);
    const auto after = mocap::forward_kinematics(planted, t);
    EXPECT_LT(math::angle_between(before.rotations[foot.ankle], after.rotations[foot.ankle]), 1e-7);
    EXPECT_LT((before.positions[2] - after.positions[2]).norm(), 0.01);  // the head
  }
}

/// A loop has no seam: begun at another frame it is the same.
TEST(PlantFeet, DoesNotShowWhereALoopBegins) {
  constexpr int kTurn = 23;
  constexpr int kFrames = 60;
  const Walk walk(Walker(), 30.0, kFrames, 0.0);
  Motion bad = walk.motion;
  for (int t = 0; t < kFrames; ++t) {
    const double angle = 2.0 * std::numbers::pi * t / kFrames;
    bad.set_root_position(t,
                          bad.root_position(t) + 0.04 * Vec3(std::sin(angle), 0, std::cos(angle)));
  }
  Motion turned = bad;
  Contacts contacts = walk.contacts;
  for (int t = 0; t < kFrames; ++t) {
    const int other = (t + kTurn) % kFrames;
    turned.set_root_position(other, bad.root_position(t));
    for (int j = 0; j < bad.joints(); ++j) turned.set_rotation(other, j, bad.rotation(t, j));
    std::copy_n(walk.contacts.touches.begin() + 4 * t, 4, contacts.touches.begin() + 4 * other);
  }
  const Motion one = plant_feet(bad, walk.contacts, {.loops = true}).motion;
  const Motion two = plant_feet(turned, contacts, {.loops = true}).motion;
  EXPECT_GT(farthest(one, bad), 0.01);
  for (int t = 0; t < kFrames; ++t) {
    const auto a = mocap::forward_kinematics(one, t);
    const auto b = mocap::forward_kinematics(two, (t + kTurn) % kFrames);
    for (int j = 0; j < bad.joints(); ++j) {
      EXPECT_LT((a.positions[j] - b.positions[j]).norm(), 1e-9);
    }
  }
}

/// A body that walks off while its feet are said to stand: they go along, as finite as before.
TEST(PlantFeet, LetsGoOfWhatWandersOff) {
  Walk walk(Walker(), 30.0, 90);
  std::ranges::fill(walk.contacts.touches, static_cast<unsigned char>(1));
  const Planted planted = plant_feet(walk.motion, walk.contacts);
  const auto before = mocap::joint_positions(walk.motion);
  const auto after = mocap::joint_positions(planted.motion);
  for (std::size_t i = 0; i < after.size(); ++i) {
    ASSERT_TRUE(std::isfinite(after[i]));
    ASSERT_LT(std::abs(after[i] - before[i]), 0.3);
  }
  EXPECT_LE(planted.report.lowered_m, PlantOptions().lower_m + 1e-12);
}

/// What wanders farther for longer than hold_m_s is where it went: a foot on the floor that is
/// moved slowly by half a metre.
TEST(PlantFeet, AFootThatIsMovedSlowlyGoesAlong) {
  constexpr int kFrames = 300;
  const Walker walker;
  Motion motion(walker.skeleton, 30.0, kFrames);
  for (int t = 0; t < kFrames; ++t) {
    motion.set_root_position(t, {0.0, 0.85, 0.05 * t / 30.0});
    for (const Foot& foot : walker.feet) {
      const double x = foot.side == mocap::Side::kLeft ? 0.1 : -0.1;
      test::place_foot(motion, t, foot, Vec3(x, Walker::kAnkle, 0.05 * t / 30.0), Quat::Identity());
    }
  }
  const Contacts contacts{walker.feet, kFrames, std::vector<unsigned char>(4 * kFrames, 1), 0.0};
  const Motion planted = plant_feet(motion, contacts).motion;
  for (int t = 90; t < kFrames - 90; ++t) {
    const Vec3 there = point(motion, t, walker.feet.front().sole.front());
    EXPECT_LT((point(planted, t, walker.feet.front().sole.front()) - there).norm(), 1e-6);
  }
}

/// A body on straight legs that sways by 6 cm: its legs are too short by what the hypotenuse of
/// 0.85 m and 6 cm is longer; it sinks, and the feet stay.
TEST(PlantFeet, TheBodySinksWhereLegsAreTooShort) {
  const Walker walker;
  Motion motion(walker.skeleton, 30.0, 60);
  const Contacts contacts{walker.feet, 60, std::vector<unsigned char>(240, 1), 0.0};
  for (int t = 0; t < 60; ++t) {
    const double sway = 0.06 * std::sin(2.0 * std::numbers::pi * t / 30);
    motion.set_root_position(t, Vec3(sway, 0.95, 0));
  }
  const Planted planted = plant_feet(motion, contacts);
  const double missing = 0.85 - std::sqrt(0.85 * 0.85 - 0.06 * 0.06);
  EXPECT_GT(planted.report.lowered_m, 0.95 * missing);
  EXPECT_LT(planted.report.lowered_m, 1.05 * missing);
  EXPECT_LT(planted.report.missed_m, kStraight_m);
  EXPECT_LT(slide(planted.motion, contacts), kStraight_m);
}

/// Half a millimetre bends a straight leg by four degrees: a body that sways by 3 cm on straight
/// legs moves along the arc about its feet, and its knees stay as they are.
TEST(PlantFeet, StraightLegsStayStraight) {
  const Walker walker;
  Motion motion(walker.skeleton, 30.0, 90);
  const Contacts contacts{walker.feet, 90, std::vector<unsigned char>(360, 1), 0.0};
  for (int t = 0; t < 90; ++t) {
    const double sway = 0.03 * std::sin(2.0 * std::numbers::pi * t / 30);
    motion.set_root_position(t, Vec3(0, 0.95, sway));
  }
  const Planted planted = plant_feet(motion, contacts);
  EXPECT_LT(slide(planted.motion, contacts), kStraight_m);
  EXPECT_LT(knee_acceleration(planted.motion, walker.feet), 3.0);
  for (int t = 0; t < 90; ++t) {
    for (const Foot& foot : walker.feet) EXPECT_LT(knee_of(planted.motion, t, foot), 0.01);
  }
}

TEST(PlantFeet, ShortContactsDoNotCount) {
  Walk walk(Walker(), 30.0, 60);
  std::ranges::fill(walk.contacts.touches, static_cast<unsigned char>(0));
  walk.contacts.touches[4 * 20] = 1;
  const Motion bad = skating(walk.motion);
  const Planted planted = plant_feet(bad, walk.contacts);
  EXPECT_LT(farthest(planted.motion, bad), 1e-12);
  EXPECT_EQ(planted.report.held, 0.0);
}

/// A foot that swings through the floor passes over it.
TEST(PlantFeet, FeetDoNotSinkIntoTheFloor) {
  const Walk walk(Walker(), 30.0, 90);
  Motion bad = walk.motion;
  for (int t = 0; t < 90; ++t) {
    bad.set_root_position(t, bad.root_position(t) - Vec3(0, 0.03 * std::sin(0.2 * t), 0));
  }
  const Motion planted = plant_feet(bad, walk.contacts).motion;
  for (int t = 0; t < 90; ++t) {
    for (const Foot& foot : walk.contacts.feet) {
      EXPECT_GT(point(planted, t, foot.sole.back()).y(), -2e-3) << t;
    }
  }
}

/// A floor that falls by 10 cm over 20 m, as the floor of inertial sensors does, is followed.
TEST(PlantFeet, FollowsAFloorThatSlopes) {
  const Walk walk(Walker(), 30.0, 600);
  Motion sloping = walk.motion;
  for (int t = 0; t < 600; ++t) {
    sloping.set_root_position(t, sloping.root_position(t) + Vec3(0, 0.05 - 0.1 * t / 600, 0));
  }
  const Planted planted = plant_feet(sloping, walk.contacts);
  for (int t = 0; t < 600; ++t) {
    for (const Foot& foot : walk.contacts.feet) {
      const Vec3 before = point(sloping, t, foot.sole.front());
      EXPECT_LT((point(planted.motion, t, foot.sole.front()) - before).norm(), 0.015) << t;
    }
  }
}

/// With contacts that it finds by itself: no slower where it should swing, still where it stands.
TEST(StandOnFeet, AWalkThatSkatesStands) {
  const Walk walk(Walker(), 30.0, 120);
  const Motion bad = skating(walk.motion, 0.05);
  const Motion good = stand_on_feet(bad).motion;
  const Skating before = skating_of(bad, contacts_of(bad));
  const Skating after = skating_of(good, contacts_of(good));
  ASSERT_GT(before.speed_mps, 0.04);
  EXPECT_LT(after.speed_mps, 0.1 * before.speed_mps);
  EXPECT_GE(after.pairs, before.pairs);
  const Motion once = plant_feet(bad, contacts_of(bad)).motion;
  EXPECT_LT(after.speed_mps, 0.8 * skating_of(once, contacts_of(once)).speed_mps);
}

/// Told to stand all the time, feet are dragged along by their legs; they are found to move, and
/// stand only where they can.
TEST(StandOnFeet, FeetToldToStandWhileTheyStepNeedNotSlide) {
  const Walk walk(Walker(), 30.0, 120);
  Contacts told = walk.contacts;
  std::ranges::fill(told.touches, 1);
  const auto slide = [](const Motion& motion) {
    return skating_of(motion, contacts_of(motion)).speed_mps;
  };
  const double once = slide(plant_feet(walk.motion, told).motion);
  EXPECT_GT(once, 0.02);
  EXPECT_LT(slide(stand_on_feet(walk.motion, told).motion), 0.05 * once);
}

TEST(PlantFeet, WhatHasNoLegsIsLeftAlone) {
  const mocap::Skeleton tail({"root", "tail"}, {-1, 0}, {Vec3::Zero(), Vec3(0, 0, -1)});
  const Motion motion(tail, 30.0, 5);
  const Planted planted = plant_feet(motion, {{}, 5, {}, 0.0});
  EXPECT_EQ(farthest(planted.motion, motion), 0.0);
  EXPECT_NE(planted.report.why_not, "");
  EXPECT_THROW((void)plant_feet(motion, {{}, 6, {}, 0.0}), UsageError);
}

}  // namespace
}  // namespace poseaae::footing
