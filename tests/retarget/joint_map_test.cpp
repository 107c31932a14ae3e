// Which joints of two skeletons are the same.
#include "poseaae/retarget/joint_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../mocap/bodies.hpp"
#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::retarget {
namespace {

using mocap::Skeleton;
using ::testing::Contains;
using ::testing::HasSubstr;

TEST(JointMap, EveryFamilyMatchesEveryOther) {
  const Skeleton body = test::shipped("street_step", 0, 1).skeleton();
  for (const test::Family& from : test::families()) {
    for (const test::Family& onto : test::families()) {
      const JointMap map =
          match_joints(test::with_names(body, from.joints), test::with_names(body, onto.joints));
      for (int j = 0; j < body.joints(); ++j) {
        EXPECT_EQ(map.follows[j], Match{j})
            << from.name << " onto " << onto.name << ": " << onto.joints[j];
      }
    }
  }
}

/// A dancer with a spine of `count` joints below the chest, and a number of neck joints.
Skeleton with_spine(int count, int neck) {
  mocap::test::Growing body("Hips", {0, 0.94, 0});
  std::string last = "Hips";
  for (int k = 0; k < count; ++k) {
    const std::string name = "Spine" + std::to_string(k);
    body.joint(last, name, {0, 0.32 / count, 0});
    last = name;
  }
  const std::string chest = last;
  for (int k = 0; k < neck; ++k) {
    const std::string name = "Neck" + std::to_string(k);
    body.joint(last, name, {0, 0.25 / neck, 0});
    last = name;
  }
  body.joint(last, "Head", {0, 0.09, 0}).end("Head", {0, 0.18, 0});
  for (const double side : {1.0, -1.0}) {
    const std::string word = side > 0.0 ? "Left" : "Right";
    body.joint(chest, word + "Arm", {0.17 * side, 0.15, 0})
        .joint(word + "Arm", word + "ForeArm", {0.27 * side, 0, 0})
        .joint(word + "ForeArm", word + "Hand", {0.25 * side, 0, 0})
        .end(word + "Hand", {0.15 * side, 0, 0})
        .joint("Hips", word + "UpLeg", {0.09 * side, -0.04, 0})
        .joint(word + "UpLeg", word + "Leg", {0, -0.42, 0})
        .joint(word + "Leg", word + "Foot", {0, -0.41, 0})
        .end(word + "Foot", {0, -0.07, 0.14});
  }
  return body.skeleton();
}

TEST(JointMap, ASpineOfThreeIsSharedOverOneOfFive) {
  const Skeleton from = with_spine(3, 1);
  const Skeleton onto = with_spine(5, 2);
  const JointMap map = match_joints(from, onto);
  const int spine = *from.find("Spine0");
  // Places k 3 / 5 along 0 (Hips), 1, 2, 3: 0.6, 1.2, 1.8, 2.4, 3.
  const double places[] = {0.6, 1.2, 1.8, 2.4, 3.0};
  for (int k = 0; k < 5; ++k) {
    const Match& match = map.follows[*onto.find("Spine" + std::to_string(k))];
    const double below = match.joint == *from.find("Hips") ? 0.0 : match.joint - spine + 1.0;
    EXPECT_NEAR(below + match.share, places[k], 1e-9) << k;
  }
  // Necks: 1/3 2 and 2/3 2 of the way from the chest (0) by the neck (1) to the head (2).
  const Match& low = map.follows[*onto.find("Neck0")];
  EXPECT_EQ(low.joint, *from.find("Spine2"));
  EXPECT_NEAR(low.share, 2.0 / 3.0, 1e-9);
  EXPECT_EQ(map.follows[*onto.find("Head")], Match{*from.find("Head")});
}

TEST(JointMap, PlacesAboveTheBodyMatchNothing) {
  const Skeleton onto = mocap::test::Growing("Armature", {0, 0, 0})
                            .graft("Armature", mocap::test::dancer())
                            .skeleton();
  const JointMap map = match_joints(mocap::test::dancer(), onto);
  EXPECT_FALSE(map.follows[0].is_matched());
  EXPECT_EQ(map.follows[1], Match{0});
}

TEST(JointMap, OverridesWin) {
  const Skeleton body = mocap::test::dancer();
  const JointMap map =
      match_joints(body, mocap::test::numbered(body), {{"joint_3", "Chest"}, {"joint_4", ""}});
  EXPECT_EQ(map.follows[3], Match{*body.find("Chest")});
  EXPECT_FALSE(map.follows[4].is_matched());
  try {
    (void)match_joints(body, body, {{"Neck", "Haed"}});
    FAIL() << "expected an error";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("expected a joint of the source, found 'Haed'"));
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'Head'?"));
  }
  EXPECT_THROW((void)match_joints(body, body, {{"Nobody", "Head"}}), UsageError);
}

TEST(JointMap, BodiesWithoutAnythingInCommonAreRefused) {
  const Skeleton chain({"a", "b", "c"}, {-1, 0, 1}, {{0, 0, 0}, {0, 1, 0}, {0, 1, 0}});
  EXPECT_THROW((void)match_joints(chain, mocap::test::dancer()), UsageError);
  EXPECT_EQ(match_joints(chain, chain).follows[2], Match{2});
}

TEST(JointMap, IsPrintedWithWhatIsLeft) {
  const Skeleton from = with_spine(3, 1);
  const auto lines =
      lines_of(match_joints(from, mocap::test::dancer()), from, mocap::test::dancer());
  EXPECT_THAT(lines, Contains("Hips <- Hips"));
  EXPECT_THAT(lines, Contains("Spine <- Spine0 to Spine1 (0.5)"));
  EXPECT_THAT(lines, Contains("at rest: LeftShoulder, RightShoulder"));
}

}  // namespace
}  // namespace poseaae::retarget
