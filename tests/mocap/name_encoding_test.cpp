#include <gtest/gtest.h>

#include "poseaae/mocap/bvh.hpp"

/// Names in other encodings than UTF-8.
namespace poseaae::mocap {
namespace {

Skeleton skeleton_with(const std::string& root, const std::string& child) {
  const std::string text =
      "HIERARCHY\nROOT " + root +
      "\n{\nOFFSET 0 0 0\nCHANNELS 3 Zrotation Xrotation Yrotation\nJOINT " + child +
      "\n{\nOFFSET 0 1 0\nCHANNELS 3 Zrotation Xrotation Yrotation\nEnd Site " + child +
      "\n{\nOFFSET 0 1 0\n}\n}\n}\nMOTION\nFrames: 1\nFrame Time: 0.1\n"
      "0 0 0 0 0 0\n";
  return parse_bvh(text, "t.bvh").motion.skeleton();
}

TEST(NameEncoding, ShiftJisAndLatin1BecomeUtf8) {
  const Skeleton japanese = skeleton_with("\x8D\x98", "\x8D\xB6\x82\xD0\x82\xB6");
  EXPECT_EQ(japanese.names(), (std::vector<std::string>{"腰", "左ひじ"}));
  EXPECT_EQ(japanese.end_sites()[0].name, "左ひじ");
  const Skeleton german = skeleton_with(
      "H\xFC"
      "fte",
      "Sch\xE4"
      "del");
  EXPECT_EQ(german.names(), (std::vector<std::string>{"Hüfte", "Schädel"}));
  EXPECT_EQ(skeleton_with("Hüfte", "腰").names(), (std::vector<std::string>{"Hüfte", "腰"}));
}

// Models of before have names as the bytes that stood in the file.
TEST(NameEncoding, TheSameNameInAnotherEncodingIsTheSameJoint) {
  EXPECT_EQ(written_name("\x8D\x98"), written_name("腰"));
  const Skeleton now = skeleton_with("\x8D\x98", "x");
  const Skeleton before({"\x8D\x98", "x"}, {-1, 0}, now.offsets(), now.end_sites());
  EXPECT_EQ(before.first_difference(now), std::nullopt);
}

}  // namespace
}  // namespace poseaae::mocap
