// What position and scale channels mean, beside OFFSETs that say something else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "samples.hpp"
#include "walker.hpp"

namespace poseaae::mocap {
namespace {

using test::parse;
using test::walker_bvh;
using test::WalkerJoint;
using test::WalkerStyle;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const BvhReadOptions kCentimetres{};

/// The file is that of the plain walker: its bones to `tolerance`, its positions to 1e-6 m.
void expect_the_walker(const Motion& motion, double tolerance = 1e-7) {
  const Motion walker = parse(walker_bvh(), kCentimetres).motion;
  ASSERT_EQ(motion.joints(), walker.joints());
  for (int j = 1; j < motion.joints(); ++j) {
    EXPECT_LT((motion.skeleton().offset(j) - walker.skeleton().offset(j)).norm(), tolerance)
        << motion.skeleton().name(j);
  }
  const auto found = joint_positions(motion);
  const auto expected = joint_positions(walker);
  for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(found[i], expected[i], 1e-6);
}

Vec3 zero_below_the_hips(const WalkerJoint& joint) {
  return joint.parent < 0 ? joint.offset : Vec3(Vec3::Zero());
}

TEST(BvhChannels, ThatHoldTheBonesAreTheirLengths) {
  for (const double scale : {0.0, 1.08, 0.95, 1.005}) {
    const Clip clip = parse(walker_bvh({.positions_everywhere = true,
                                        .offset = [&](const WalkerJoint& joint) -> Vec3 {
                                          return joint.offset * scale;
                                        }}),
                            kCentimetres);
    EXPECT_THAT(clip.warnings, ElementsAre(HasSubstr("16 joints ('Spine' and others)"))) << scale;
    EXPECT_THAT(clip.motion.translations(), IsEmpty());
    expect_the_walker(clip.motion);
  }
}

TEST(BvhChannels, OfAJointThatMovesHaveItsMiddleWhereNoOffsetIsABone) {
  const auto shrugging = [](int frame, const WalkerJoint& joint, const Vec3& there) -> Vec3 {
    return joint.name == "LeftArm" ? Vec3(there + Vec3(0, frame % 2 == 0 ? 3 : -3, 0)) : there;
  };
  const Clip clip = parse(
      walker_bvh({.positions_everywhere = true,
                  .offset = [](const WalkerJoint& joint) -> Vec3 { return joint.offset / 1.08; },
                  .position = shrugging}),
      kCentimetres);
  EXPECT_TRUE(clip.motion.skeleton().offset(5).isApprox(Vec3(0.17, 0.15, 0)));
  ASSERT_EQ(clip.motion.translations().size(), 1U);
  EXPECT_TRUE(clip.motion.local_position(2, 5).isApprox(Vec3(0.17, 0.18, 0)));
}

TEST(BvhChannels, ThatRepeatTheOffsetsChangeNothing) {
  const Clip clip = parse(walker_bvh({.positions_everywhere = true}), kCentimetres);
  EXPECT_THAT(clip.warnings, IsEmpty());
  EXPECT_THAT(clip.motion.translations(), IsEmpty());
  EXPECT_EQ(clip.motion.skeleton(), parse(walker_bvh(), kCentimetres).motion.skeleton());
}

TEST(BvhChannels, ThatVaryALittleAreLengthsAndKeepEveryPosition) {
  const auto breathing = [](int frame, const WalkerJoint& joint, const Vec3& there) -> Vec3 {
    return joint.parent < 0 ? there : there * (1.0 + 0.004 * std::sin(frame));
  };
  const WalkerStyle style{
      .positions_everywhere = true, .offset = zero_below_the_hips, .position = breathing};
  const Motion motion = parse(walker_bvh(style), kCentimetres).motion;
  ASSERT_FALSE(motion.translations().empty());
  EXPECT_NEAR(motion.skeleton().offset(6).x(), 0.27, 0.001);
  EXPECT_NEAR(motion.local_position(5, 6).x(), 0.27 * (1.0 + 0.004 * std::sin(5)), 1e-8);
}

TEST(BvhChannels, ThatAreAllThereIsAreLengthsEvenIfTheyVaryMore) {
  const auto trembling = [](int frame, const WalkerJoint& joint, const Vec3& there) -> Vec3 {
    return joint.parent < 0 ? there : there * (1.0 + 0.08 * std::sin(frame));
  };
  const auto offsets_of = [&](auto offset) {
    const WalkerStyle style{.positions_everywhere = true, .offset = offset, .position = trembling};
    return parse(walker_bvh(style), kCentimetres).motion.skeleton().offset(6).x();
  };
  EXPECT_NEAR(offsets_of(zero_below_the_hips), 0.27, 0.001);
  EXPECT_DOUBLE_EQ(offsets_of([](const WalkerJoint& joint) { return joint.offset; }), 0.27)
      << "bones that are there stay";
}

TEST(BvhChannels, OfJointsThatMoveStayTracks) {
  const auto stretched = [](int frame, const WalkerJoint& joint, const Vec3& there) -> Vec3 {
    return joint.name == "LeftHand" ? there * (1.0 + 0.05 * std::sin(frame)) : there;
  };
  const Clip clip =
      parse(walker_bvh({.positions_everywhere = true, .position = stretched}), kCentimetres);
  EXPECT_THAT(clip.warnings, IsEmpty());
  ASSERT_EQ(clip.motion.translations().size(), 1U);
  EXPECT_EQ(clip.motion.skeleton().name(clip.motion.translations().begin()->first), "LeftHand");
  EXPECT_DOUBLE_EQ(clip.motion.skeleton().offset(7).x(), 0.25) << "the OFFSET of the file";
}

/// A node at the origin that holds the hips, as many recordings have it.
std::string below_a_reference(std::string text) {
  text.replace(
      text.find("ROOT Hips"), 9,
      "ROOT Reference\n{\nOFFSET 0 0 0\nCHANNELS 3 Zrotation Xrotation Yrotation\nJOINT Hips");
  text.insert(text.find("MOTION"), "}\n");
  std::size_t line = text.find('\n', text.find("Frame Time")) + 1;
  for (; line < text.size(); line = text.find('\n', line) + 1) text.insert(line, "0 0 0 ");
  return text;
}

TEST(BvhChannels, OfHipsThatStandStillSayWhereTheyAre) {
  const auto in_place = [](int, const WalkerJoint& joint, const Vec3& there) -> Vec3 {
    return joint.parent < 0 ? Vec3(0, 94, 0) : there;
  };
  const auto far = [](const WalkerJoint& joint) -> Vec3 {
    return joint.parent < 0 ? Vec3(1, 94, -452) : joint.offset;
  };
  const Clip clip =
      parse(below_a_reference(walker_bvh({.offset = far, .position = in_place})), kCentimetres);
  EXPECT_THAT(clip.warnings, IsEmpty());
  EXPECT_DOUBLE_EQ(clip.motion.skeleton().offset(1).z(), -4.52) << "one skeleton for all clips";
  EXPECT_TRUE(clip.motion.local_position(3, 1).isApprox(Vec3(0, 0.94, 0)));
}

TEST(BvhChannels, OfASingleFrameAreLengthsOnlyWhereOffsetsAreNone) {
  const auto longer = [](const WalkerJoint& joint) -> Vec3 { return joint.offset * 1.08; };
  EXPECT_THAT(
      parse(walker_bvh({.frames = 1, .positions_everywhere = true, .offset = longer}), kCentimetres)
          .warnings,
      IsEmpty());
  const Motion motion =
      parse(walker_bvh({.frames = 1, .positions_everywhere = true, .offset = zero_below_the_hips}),
            kCentimetres)
          .motion;
  EXPECT_DOUBLE_EQ(motion.skeleton().offset(6).x(), 0.27);
}

TEST(BvhChannels, ThatStayAtZeroCountFromTheOffset) {
  const auto nothing = [](int, const WalkerJoint& joint, const Vec3& there) -> Vec3 {
    return joint.parent < 0 ? there : Vec3(Vec3::Zero());
  };
  const Clip clip =
      parse(walker_bvh({.positions_everywhere = true, .position = nothing}), kCentimetres);
  EXPECT_THAT(clip.warnings, ElementsAre(HasSubstr("stay at 0 and were added to their OFFSET")));
  EXPECT_THAT(clip.motion.translations(), IsEmpty());
  expect_the_walker(clip.motion);
}

Vec3 from_the_offset(int, const WalkerJoint& joint, const Vec3& there) {
  return joint.parent < 0 ? Vec3(there - joint.offset) : there;
}

TEST(BvhChannels, OfARootThatCountsFromItsOffsetPutTheFeetOnTheFloor) {
  for (const double scale : {1.0, 0.01, 1 / 2.54}) {
    const Clip clip =
        parse(walker_bvh({.units_per_cm = scale, .position = from_the_offset}), {{0.01 / scale}});
    EXPECT_THAT(clip.warnings, ElementsAre(HasSubstr("'Hips' were added to its OFFSET 0")));
    expect_the_walker(clip.motion, 1e-6);
  }
}

TEST(BvhChannels, OfHipsBelowANodeCountFromTheirOffsetToo) {
  const Clip clip =
      parse(below_a_reference(walker_bvh({.position = from_the_offset})), kCentimetres);
  EXPECT_THAT(clip.warnings, ElementsAre(HasSubstr("'Hips' were added to its OFFSET 0 94 0")));
  EXPECT_TRUE(clip.motion.local_position(5, 1).isApprox(Vec3(0, 0.94, 0.05)));
}

TEST(BvhChannels, OfARootThatReplaceItsOffsetStay) {
  const auto start = [](const WalkerJoint& joint) -> Vec3 {
    return joint.parent < 0 ? Vec3(85, 94, 0) : joint.offset;
  };
  for (const WalkerStyle& style : {WalkerStyle{}, WalkerStyle{.offset = start}}) {
    const Clip clip = parse(walker_bvh(style), kCentimetres);
    EXPECT_THAT(clip.warnings, IsEmpty());
    expect_the_walker(clip.motion);
  }
  WalkerStyle at_the_origin{.position = from_the_offset};
  at_the_origin.offset = [](const WalkerJoint& joint) -> Vec3 {
    return joint.parent < 0 ? Vec3(Vec3::Zero()) : joint.offset;
  };
  const Motion motion = parse(walker_bvh(at_the_origin), kCentimetres).motion;
  EXPECT_EQ(motion.root_position(0), Vec3(0, 0, 0)) << "OFFSET 0 0 0 leaves no choice";
}

TEST(BvhChannels, ScalesOfOneAreLeftOut) {
  const Clip clip = parse(
      walker_bvh({.more_channels = " Xscale Yscale Zscale", .more_numbers = "1 1.000000 1.0 "}),
      kCentimetres);
  EXPECT_THAT(clip.warnings, ElementsAre(HasSubstr("scale channels of 1 joint ('Hips')")));
  expect_the_walker(clip.motion);
}

TEST(BvhChannels, OtherScalesAreRefusedByName) {
  const std::string text =
      walker_bvh({.more_channels = " Xscale Yscale Zscale", .more_numbers = "1 1.05 1 "});
  EXPECT_THAT([&] { static_cast<void>(parse(text, kCentimetres)); },
              testing::ThrowsMessage<InputError>(
                  testing::AllOf(HasSubstr("clip.bvh: joint 'Hips', frame 0"),
                                 HasSubstr("found Yscale 1.05"), HasSubstr("export without"))));
}

}  // namespace
}  // namespace poseaae::mocap
