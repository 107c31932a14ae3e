#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/mocap/edit.hpp"
#include "samples.hpp"

namespace poseaae::mocap {
namespace {

using testing::ElementsAre;

TEST(JointNames, AreWrittenAsOneWordThatEveryReaderTakes) {
  EXPECT_EQ(written_name("Bip01 L Arm"), "Bip01_L_Arm");
  EXPECT_EQ(written_name("mixamorig:Hips"), "mixamorig_Hips");
  EXPECT_EQ(written_name("rig/Hips[0]{a}"), "rig_Hips_0__a_");
  EXPECT_EQ(written_name("a\tb\x1f\x7f"), "a_b__");
  EXPECT_EQ(written_name("Leg.L-2"), "Leg.L-2") << "what readers take stays";
  EXPECT_EQ(written_name("Stra\u00DFe"), "Stra\u00DFe");
  EXPECT_EQ(written_name("\u5DE6\u3000\u8155"), "\u5DE6_\u8155") << "the wide blank of Japanese";
  EXPECT_EQ(written_name("a\u00A0b\u2003c\u2013d"), "a_b_c\u2013d");
  EXPECT_EQ(written_name(""), "");
}

Skeleton chain(std::vector<std::string> names) {
  const int joints = static_cast<int>(names.size());
  std::vector<int> parents;
  for (int j = 0; j < joints; ++j) parents.push_back(j - 1);
  return {std::move(names), std::move(parents),
          std::vector<Vec3>(static_cast<std::size_t>(joints), Vec3(0, 1, 0))};
}

TEST(JointNames, AreComparedAsTheyAreWritten) {
  const Skeleton biped = chain({"Bip01 Hips", "mixamorig:Spine", "Head"});
  const Skeleton written = chain(biped.written_names());
  EXPECT_THAT(written.names(), ElementsAre("Bip01_Hips", "mixamorig_Spine", "Head"));
  EXPECT_EQ(biped.first_difference(written), std::nullopt);
  EXPECT_EQ(written.first_difference(biped), std::nullopt);
  EXPECT_EQ(biped.find("Bip01 Hips"), 0);
  EXPECT_EQ(biped.find("mixamorig_Spine"), 1);
  EXPECT_EQ(written.find("mixamorig:Spine"), 1);
  EXPECT_EQ(written.find("Bip01Hips"), std::nullopt);
  EXPECT_EQ(biped.first_difference(chain({"Bip01 Hips", "mixamorig:Spine", "Neck"})), 2);
}

TEST(JointNames, ThatAreWrittenAlikeStayApart) {
  const Skeleton alike = chain({"a b", "a_b", "a:b"});
  EXPECT_THAT(alike.written_names(), ElementsAre("a_b", "a_b_2", "a_b_3"));
  EXPECT_EQ(alike.find("a_b"), 1) << "the joint of that very name comes first";
  EXPECT_EQ(alike.find("a_b_3"), 2);
  EXPECT_EQ(alike.first_difference(chain(alike.written_names())), std::nullopt);
}

TEST(JointNames, PatternsMeanThemBothWays) {
  EXPECT_TRUE(matches_joint("Bip01 L Arm", "Bip01 L *"));
  EXPECT_TRUE(matches_joint("Bip01 L Arm", "Bip01_L_*"));
  EXPECT_TRUE(matches_joint("Bip01_L_Arm", "Bip01 L Arm"));
  EXPECT_TRUE(matches_joint("Finger[1]", "Finger[1]")) << "a name with the signs of a pattern";
  EXPECT_TRUE(matches_joint("Finger1", "Finger[0-9]"));
  EXPECT_FALSE(matches_joint("Bip01 L Arm", "Bip01*R*"));
}

TEST(JointNames, OwnOutputHasTheJointsOfTheClip) {
  Motion motion(chain({"Bip01 Hips", "mixamorig:Spine", "Head"}), 30.0, 2);
  const Motion again = test::parse(format_bvh(motion)).motion;
  EXPECT_EQ(again.skeleton().first_difference(motion.skeleton()), std::nullopt);
  EXPECT_EQ(remove_joints(again, {"mixamorig:*"}).joints(), 2);
}

}  // namespace
}  // namespace poseaae::mocap
