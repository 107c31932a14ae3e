#include "poseaae/footing/contacts.hpp"

#include <gtest/gtest.h>

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
  for (const unsigned char touch : contacts.touches) EXPECT_EQ(touch, 1);
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
  for (const double angle : {0.5 * kPi, -0.5 * kPi, kPi}) {
    Moves moves;
    moves.turn = [angle](double) { return about_x(angle); };
    moves.root = [angle](double) { return Vec3(0, angle == kPi ? 1.4 : 0.12, 0); };
    const Contacts contacts = contacts_of(moved(moves, 2.0));
    EXPECT_EQ(count(contacts, 0) + count(contacts, 1), 0) << angle;
  }
}

TEST(ContactsOf, TheFloorIsWhereFeetStand) {
  Moves moves;
  moves.raised = [](double time, int side) {
    return side == 0 ? 1.0 * bump(time, 0.5, 1.5) : 1.0 * bump(time, 1.7, 2.7);
  };
  const Contacts expected = contacts_of(moved(moves, 3.0));
  moves.root = [](double) { return Vec3(3.0, kStanding - 7.25, -2.0); };
  const Contacts contacts = contacts_of(moved(moves, 3.0));
  EXPECT_NEAR(contacts.floor_m, -7.25, 1e-9);
  EXPECT_EQ(contacts.touches, expected.touches);
}

}  // namespace
}  // namespace poseaae::footing
