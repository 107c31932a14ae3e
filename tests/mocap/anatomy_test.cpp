#include "poseaae/mocap/anatomy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bodies.hpp"

namespace poseaae::mocap {
namespace {

using test::dancer;
using testing::ElementsAre;

TEST(Anatomy, OfNumberedNamesIsThatOfTheBody) {
  const Skeleton named = dancer();
  const Anatomy expected = anatomy_of(named);
  const Anatomy numbered = anatomy_of(test::numbered(named));
  EXPECT_EQ(expected.why_no_mirror, "");
  EXPECT_EQ(named.name(expected.head), "Head");
  EXPECT_THAT(expected.feet, ElementsAre(named.find("LeftFoot"), named.find("RightFoot")));
  EXPECT_EQ(expected.partner[*named.find("LeftHand")], *named.find("RightHand"));
  EXPECT_EQ(expected.side[*named.find("LeftHand")], Side::kLeft);
  EXPECT_EQ(expected.part[*named.find("LeftHand")], Part::kArm);
  EXPECT_EQ(expected.part[*named.find("Neck")], Part::kHead);
  EXPECT_EQ(numbered.partner, expected.partner);
  EXPECT_EQ(numbered.side, expected.side);
  EXPECT_EQ(numbered.part, expected.part);
  EXPECT_EQ(numbered.head, expected.head);
  EXPECT_EQ(numbered.feet, expected.feet);
}

}  // namespace
}  // namespace poseaae::mocap
