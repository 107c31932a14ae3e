#include "poseaae/dataset/clip_names.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"

namespace poseaae::dataset {
namespace {

TEST(GroupRule, LeavesOutTakesAndMirrorMarks) {
  const GroupRule rule;
  for (const char* take : {"walk_happy", "walk_happy_001", "walk_happy_12", "walk_happy-2",
                           "walk_happy_001_mirror", "walk_happy_mirrored_001", "walk_happy 3",
                           "walk_happy-m", "walk_happy_001.m", "walk_happy_FLIPPED"}) {
    EXPECT_EQ(rule.group_of(take), "walk_happy") << take;
  }
  EXPECT_EQ(rule.group_of("01_02"), "01");
  EXPECT_EQ(rule.group_of("dance_2_001"), "dance_2") << "one take number";
  for (const char* whole : {"dance12", "001", "m", "_", "walk_madam", "mirror", "Gruesse"}) {
    EXPECT_EQ(rule.group_of(whole), whole);
  }
}

TEST(GroupRule, FollowsAPatternOfOnesOwn) {
  const GroupRule subject("(s[0-9]+)_.*");
  EXPECT_EQ(subject.group_of("s07_run_1"), "s07");
  EXPECT_EQ(subject.group_of("S07_jump_3"), "S07");
  EXPECT_EQ(subject.group_of("other_1"), "other_1") << "a group of its own";
  EXPECT_EQ(GroupRule("(.*)").group_of("walk_001"), "walk_001") << "each clip alone";
  for (const char* bad : {"(", "", "walk", "(a)(b)", "[z-a](x)"}) {
    try {
      (void)GroupRule(bad);
      ADD_FAILURE() << bad;
    } catch (const ConfigError& error) {
      EXPECT_THAT(error.what(), testing::HasSubstr("data.group: got '" + std::string(bad)));
    }
  }
}

TEST(LabelPattern, ReadsFieldsFromNames) {
  const LabelPattern pattern("{content}_{style}_{take}");
  EXPECT_EQ(pattern.tags_of("walk-back_not-confident_001"),
            (Tags{{"content", "walk-back"}, {"style", "not-confident"}, {"take", "001"}}));
  EXPECT_EQ(pattern.tags_of("a_b_c_d"), (Tags{{"content", "a"}, {"style", "b"}, {"take", "c_d"}}))
      << "the last takes the rest";
  for (const char* other : {"walk", "walk_old", "walk_old_", "_old_1", "walk__1", ""}) {
    EXPECT_EQ(pattern.tags_of(other), Tags{}) << other;
  }
  const LabelPattern framed("clip-{who}.v{version}x");
  EXPECT_EQ(framed.tags_of("clip-ann.v2x"), (Tags{{"who", "ann"}, {"version", "2"}}));
  for (const char* other : {"clap-ann.v2x", "clip-ann.v2", "clip-.v2x", "clip-ann.vx", "clip-"}) {
    EXPECT_EQ(framed.tags_of(other), Tags{}) << other;
  }
  EXPECT_EQ(LabelPattern("{all}").tags_of("x y"), (Tags{{"all", "x y"}}));
}

TEST(LabelPattern, RefusesWhatCannotBeRead) {
  for (const char* bad : {"", "walk", "{a", "a}", "{}", "{a}{b}", "{a}_{a}", "{a/b}", "{a=b}",
                          "{{a}", "{a}}", "{a}_}{b}", "}{a}"}) {
    EXPECT_THROW((void)LabelPattern(bad), ConfigError) << bad;
  }
}

}  // namespace
}  // namespace poseaae::dataset
