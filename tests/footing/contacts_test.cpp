#include "poseaae/footing/contacts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include "mocap/bodies.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::footing {
namespace {

using mocap::Motion;
using mocap::Quat;
using mocap::Skeleton;
using mocap::Vec3;

constexpr double kPi = std::numbers::pi;
constexpr double kStanding = 0.94;  ///< height of the root at which the toes are on the floor

Quat about_x(double angle) { return Quat(Eigen::AngleAxisd(angle, Vec3::UnitX())); }

/// A dancer by functions of time in seconds.
struct Moves {
  std::function<Vec3(double)> root = [](double) { return Vec3(0, kStanding, 0); };
  std::function<Quat(double)> turn = [](double) { return Quat::Identity(); };
  /// By how much a thigh is raised, radians, the knee bent twice as much: 0 left, 1 right.
  std::function<double(double, int)> raised = [](double, int) { return 0.0; };
};

Motion moved(const Moves& moves, double seconds, double fps = 60.0) {
  const Skeleton skeleton = mocap::test::dancer();
  Motion motion(skeleton, fps, static_cast<int>(seconds * fps));
  for (int t = 0; t < motion.frames(); ++t) {
    const double time = t / fps;
    motion.set_root_position(t, moves.root(time));
    motion.set_rotation(t, 0, moves.turn(time));
    for (const int side : {0, 1}) {
      const std::string word = side == 0 ? "Left" : "Right";
      const double angle = moves.raised(time, side);
      motion.set_rotation(t, *skeleton.find(word + "UpLeg"), about_x(-angle));
      motion.set_rotation(t, *skeleton.find(word + "Leg"), about_x(2.0 * angle));
      motion.set_rotation(t, *skeleton.find(word + "Foot"), about_x(-angle));
    }
  }
  return motion;
}

/// 0 .. 1 .. 0 between two times, at rest outside.
double bump(double time, double from, double to) {
  return time <= from || time >= to ? 0.0
                                    : 0.5 - 0.5 * std::cos(2.0 * kPi * (time - from) / (to - from));
}

/// First the left leg is raised, then the right one.
Moves marching() {
  Moves moves;
  moves.raised = [](double time, int side) {
    return side == 0 ? bump(time, 0.5, 1.5) : bump(time, 1.7, 2.7);
  };
  return moves;
}

int count(const Contacts& contacts, int foot) {
  int frames = 0;
  for (int t = 0; t < contacts.frames; ++t) frames += contacts.carries(t, foot) ? 1 : 0;
  return frames;
}

TEST(ContactsOf, WhoStandsStandsOnAllPoints) {
  const Contacts contacts = contacts_of(moved({}, 2.0));
  EXPECT_EQ(contacts.points(), 4);
  EXPECT_EQ(contacts.frames, 120);
  ASSERT_EQ(contacts.touches.size(), 480u);
  EXPECT_EQ(std::ranges::count(contacts.touches, 1), 480);
  EXPECT_NEAR(contacts.floor_m, 0.0, 1e-9);
}

TEST(ContactsOf, ALegThatIsRaisedCarriesNothing) {
  Moves moves;
  moves.raised = [](double time, int side) { return side == 0 ? 1.2 * bump(time, 1.0, 2.0) : 0.0; };
  const Contacts contacts = contacts_of(moved(moves, 3.0));
  for (int t = 0; t < contacts.frames; ++t) {
    const double time = t / 60.0;
    const bool changes = std::abs(time - 1.07) < 0.08 || std::abs(time - 1.93) < 0.08;
    EXPECT_TRUE(contacts.carries(t, 1)) << t;
    EXPECT_TRUE(changes || contacts.carries(t, 0) == (time < 1.0 || time > 2.0)) << t;
  }
}

TEST(ContactsOf, AFootHeldUpStillCarriesNothing) {
  Moves moves;
  moves.raised = [](double, int side) { return side == 0 ? 0.7 : 0.0; };
  const Contacts contacts = contacts_of(moved(moves, 2.0));
  EXPECT_EQ(count(contacts, 0), 0);
  EXPECT_EQ(count(contacts, 1), 120);
}

TEST(ContactsOf, AJumpCarriesNothing) {
  constexpr double kUp = 2.4;  // m/s, 0.49 s in the air, 29 cm high
  constexpr double kGravity = 9.81;
  Moves moves;
  moves.root = [](double time) {
    const double air = time - 1.0;
    return Vec3(0, kStanding + std::max(0.0, kUp * air - 0.5 * kGravity * air * air), 0);
  };
  const Contacts contacts = contacts_of(moved(moves, 3.0, 120.0));
  const double landing = 1.0 + 2.0 * kUp / kGravity;
  for (int t = 0; t < contacts.frames; ++t) {
    const double time = t / 120.0;
    const bool near = std::abs(time - 1.0) < 0.05 || std::abs(time - landing) < 0.05;
    if (near) continue;
    EXPECT_EQ(contacts.carries(t, 0), time < 1.0 || time > landing) << t;
  }
}

TEST(ContactsOf, HandstandsAndLyingAreNone) {
  // Alone, and after standing, which shows where the floor is.
  for (const double standing_s : {0.0, 1.0}) {
    for (const double angle : {0.5 * kPi, -0.5 * kPi, kPi}) {
      Moves moves;
      const auto stands = [standing_s](double time) { return time < standing_s; };
      moves.turn = [=](double time) { return stands(time) ? Quat::Identity() : about_x(angle); };
      moves.root = [=](double time) {
        const double lying = angle == kPi ? 1.4 : 0.12;
        return Vec3(0, stands(time) ? kStanding : lying, 0);
      };
      const Contacts contacts = contacts_of(moved(moves, standing_s + 2.0));
      for (const int foot : {0, 1}) EXPECT_NEAR(count(contacts, foot), 60 * standing_s, 6) << angle;
    }
  }
}

/// Knees and hips bent by as much as it takes for hips of that height, soles flat.
Moves crouching(double hips_m) {
  // Thigh and shin, 0.42 and 0.41 m, turned by `angle` forwards and backwards.
  const double angle = std::acos((hips_m - 0.07) / 0.83);
  Moves moves;
  moves.root = [=](double) { return Vec3(0, hips_m + 0.04, 0); };
  moves.raised = [=](double, int) { return angle; };
  return moves;
}

TEST(ContactsOf, CrouchingIsStandingAndSittingOnTheFloorIsNot) {
  const Contacts crouched = contacts_of(moved(crouching(0.28), 2.0));
  EXPECT_EQ(count(crouched, 0) + count(crouched, 1), 240);
  const Contacts seated = contacts_of(moved(crouching(0.11), 2.0));
  EXPECT_EQ(count(seated, 0) + count(seated, 1), 0);
}

/// Turned about the vertical through a point in the room.
void turn_about(Moves& moves, const Vec3& axis, double radians_per_s) {
  const auto turn = [=](double time) {
    return Quat(Eigen::AngleAxisd(radians_per_s * time, Vec3::UnitY()));
  };
  moves.root = [=, root = moves.root](double time) {
    return Vec3(axis + turn(time) * (root(time) - axis));
  };
  moves.turn = turn;
}

TEST(ContactsOf, ATurnOnTheBallOfTheFootStandsOnTheToe) {
  Moves moves;
  moves.raised = [](double, int side) { return side == 1 ? 0.8 : 0.0; };
  turn_about(moves, Vec3(0.09, 0, 0.13), 0.5 * kPi);  // the left toe; its heel goes 22 cm/s
  const Contacts contacts = contacts_of(moved(moves, 3.0));
  for (int t = 0; t < contacts.frames; ++t) {
    EXPECT_FALSE(contacts.at(t, 0)) << t;
    EXPECT_TRUE(contacts.at(t, 1)) << t;
    EXPECT_FALSE(contacts.carries(t, 1)) << t;
  }
}

TEST(ContactsOf, AFootThatSlidesDoesNotStand) {
  Moves moves;
  moves.root = [](double time) { return Vec3(0, kStanding, std::max(0.0, time - 1.0)); };
  const Contacts contacts = contacts_of(moved(moves, 2.0));
  for (const int foot : {0, 1}) EXPECT_NEAR(count(contacts, foot), 60, 3);
}

TEST(ContactsOf, TheFloorIsWhereFeetStand) {
  const Contacts expected = contacts_of(moved(marching(), 3.0));
  Moves moves = marching();
  moves.root = [](double) { return Vec3(3.0, kStanding - 7.25, -2.0); };
  const Contacts contacts = contacts_of(moved(moves, 3.0));
  EXPECT_NEAR(contacts.floor_m, -7.25, 1e-9);
  EXPECT_EQ(contacts.touches, expected.touches);
}

TEST(ContactsOf, DollsAndGiantsStandAsPeopleDo) {
  const Motion person = moved(marching(), 3.0);
  const Contacts expected = contacts_of(person);
  for (const double scale : {0.03, 40.0}) {
    Motion motion(mocap::test::scaled(person.skeleton(), scale), person.fps(), person.frames());
    std::ranges::copy(person.rotations(), motion.rotations().begin());
    for (int t = 0; t < person.frames(); ++t) {
      motion.set_root_position(t, scale * person.root_position(t));
    }
    const Contacts contacts = contacts_of(motion);
    EXPECT_EQ(contacts.touches, expected.touches) << scale;
    EXPECT_NEAR(contacts.floor_m, 0.0, 1e-9 * scale);
  }
}

/// By how many frames a change of the same kind is away from one at `frame`; a second for none.
double nearest_change(const Contacts& contacts, double fps, int foot, double time_s, bool touches) {
  double nearest = fps;
  for (int t = 1; t < contacts.frames; ++t) {
    const bool now = contacts.carries(t, foot);
    if (now == contacts.carries(t - 1, foot) || now != touches) continue;
    nearest = std::min(nearest, std::abs(t - time_s * fps));
  }
  return nearest;
}

TEST(ContactsOf, DoNotDependOnTheFrameRate) {
  constexpr double kFinest = 240.0;
  const Contacts fine = contacts_of(moved(marching(), 3.0, kFinest));
  for (const double fps : {20.0, 30.0, 60.0, 120.0}) {
    const Contacts coarse = contacts_of(moved(marching(), 3.0, fps));
    int changes = 0;
    for (int t = 1; t < fine.frames; ++t) {
      for (const int foot : {0, 1}) {
        const bool now = fine.carries(t, foot);
        if (now == fine.carries(t - 1, foot)) continue;
        ++changes;
        EXPECT_LE(nearest_change(coarse, fps, foot, t / kFinest, now), 2.0) << fps;
      }
    }
    EXPECT_EQ(changes, 4);
  }
}

TEST(ContactsOf, AreEmptyWithoutLegsOrFrames) {
  const Motion pole(Skeleton({"pole"}, {-1}, {Vec3::Zero()}), 30.0, 5);
  EXPECT_EQ(contacts_of(pole).points(), 0);
  EXPECT_EQ(contacts_of(moved({}, 1.0 / 60.0)).frames, 1);
}

}  // namespace
}  // namespace poseaae::footing
