#include "poseaae/session/clip_summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/bvh.hpp"
#include "support/support.hpp"

namespace poseaae::session {
namespace {

using mocap::Skeleton;
using mocap::Vec3;
using testing::HasSubstr;

/// Somebody whose arms fall by so many degrees in the rest pose.
Skeleton person(double fall_deg) {
  const double fall = fall_deg * std::numbers::pi / 180.0;
  const Vec3 left = 0.3 * Vec3(std::cos(fall), -std::sin(fall), 0);
  const Vec3 right(-left.x(), left.y(), 0);
  const Vec3 thigh(0, -0.42, 0);
  return {{"Hips", "Spine", "Neck", "Head", "LeftArm", "LeftForeArm", "LeftHand", "RightArm",
           "RightForeArm", "RightHand", "LeftUpLeg", "LeftLeg", "LeftFoot", "RightUpLeg",
           "RightLeg", "RightFoot"},
          {-1, 0, 1, 2, 1, 4, 5, 1, 7, 8, 0, 10, 11, 0, 13, 14},
          {Vec3::Zero(),
           {0, 0.3, 0},
           {0, 0.2, 0},
           {0, 0.1, 0},
           {0.2, 0.15, 0},
           left,
           left,
           {-0.2, 0.15, 0},
           right,
           right,
           {0.1, 0, 0},
           thigh,
           thigh,
           {-0.1, 0, 0},
           thigh,
           thigh},
          {{3, {0, 0.2, 0}, ""}, {12, {0, -0.08, 0.15}, ""}, {15, {0, -0.08, 0.15}, ""}}};
}

TEST(RestPose, IsToldByTheArms) {
  EXPECT_EQ(rest_pose_of(person(0)), "T-pose (arms 0 degrees below the horizontal)");
  EXPECT_EQ(rest_pose_of(person(45)), "A-pose (arms 45 degrees below the horizontal)");
  EXPECT_EQ(rest_pose_of(person(80)), "arms hang down (arms 80 degrees below the horizontal)");
  EXPECT_EQ(rest_pose_of(person(-30)), "arms raised (arms 30 degrees above the horizontal)");
}

TEST(RestPose, IsNoneWithoutABody) {
  const Skeleton line({"a", "b", "c"}, {-1, 0, 1}, {Vec3::Zero(), Vec3::UnitY(), Vec3::UnitY()},
                      {});
  EXPECT_THAT(rest_pose_of(line), HasSubstr("along one axis"));
  const Skeleton bent({"a", "b", "c"}, {-1, 0, 1}, {Vec3::Zero(), Vec3::UnitY(), Vec3::UnitX()},
                      {});
  EXPECT_THAT(rest_pose_of(bent), HasSubstr("no arms"));
}

class Summaries : public testing::Test {
 protected:
  /// Somebody who goes 2 m in three seconds, turning by a quarter.
  Summaries() {
    mocap::Motion motion(person(0), 30.0, 91);
    for (int t = 0; t < 91; ++t) {
      motion.set_root_position(t, {2.0 * t / 90, 0.92, 0});
      const double turn = 0.5 * std::numbers::pi * t / 90;
      motion.set_rotation(t, 0, mocap::Quat(Eigen::AngleAxisd(turn, Vec3::UnitY())));
    }
    mocap::write_bvh(file(), motion);
  }
  [[nodiscard]] std::string file() const { return (folder_ / "walk.bvh").string(); }

  poseaae::test::TemporaryFolder folder_;
};

TEST_F(Summaries, SayWhatIsInAClip) {
  const std::string text = summary_of({file()}, {});
  EXPECT_THAT(text, HasSubstr("91 frames at 30 frames per second, 3.03 s"));
  EXPECT_THAT(text, HasSubstr("16 joints and 5 end sites: 6 of arms, 6 of legs"));
  EXPECT_THAT(text, HasSubstr("Hips, Spine, Neck, Head, LeftArm, LeftForeArm and 10 more"));
  EXPECT_THAT(text, HasSubstr("up         y in the file"));
  EXPECT_THAT(text, HasSubstr("T-pose"));
  EXPECT_THAT(text, HasSubstr("'Hips' goes 2.00 m over the floor and turns by 90 degrees"));
  EXPECT_THAT(text, HasSubstr("left heel LeftFoot"));
  EXPECT_THAT(text, HasSubstr("91 poses of 16 rotations, 64 numbers each"));
  EXPECT_THAT(text, HasSubstr("15 joints never turn"));
  EXPECT_THAT(text, HasSubstr("mirror images can be learned"));
}

TEST_F(Summaries, DoubtAUnitThatMakesAGiant) {
  mocap::ClipOptions metres;
  metres.unit = mocap::Unit::parse("m");
  const std::string text = summary_of({file()}, metres);
  EXPECT_THAT(text, HasSubstr("doubtful"));
  EXPECT_THAT(text, HasSubstr("perhaps data.unit is cm and not m"));
}

TEST_F(Summaries, OfASkeletonAloneAreOfABody) {
  const auto puppet = test::source_dir() / "tests" / "golden" / "clips" / "puppet.asf";
  const std::string text = summary_of({puppet}, {});
  EXPECT_THAT(text, HasSubstr("frames     none: a skeleton without motion, which --onto takes"));
  EXPECT_THAT(text, HasSubstr("8 joints and 3 end sites"));
  EXPECT_THAT(text, HasSubstr("unit       the file's own"));
  EXPECT_THAT(text, testing::Not(HasSubstr("training")));
  EXPECT_THAT(text, testing::Not(HasSubstr("contacts")));
}

TEST_F(Summaries, SayThatFbxIsExperimental) {
  const auto small = test::source_dir() / "tests" / "golden" / "fbx_small.fbx";
  EXPECT_THAT(summary_of({small}, {}), HasSubstr("FBX is experimental: "));
  EXPECT_THAT(summary_of({file()}, {}), testing::Not(HasSubstr("experimental")));
}

TEST_F(Summaries, OfNothingAreAnError) {
  EXPECT_THROW((void)summary_of({file() + "x"}, {}), InputError);
}

}  // namespace
}  // namespace poseaae::session
