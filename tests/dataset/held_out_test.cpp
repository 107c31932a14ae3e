#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "poseaae/base/error.hpp"
#include "poseaae/dataset/split.hpp"
#include "samples.hpp"

/// Whole clips held out: groups, folds and labels.
namespace poseaae::dataset {
namespace {

using test::of_lengths;

PoseDataset named(const std::vector<std::pair<std::string, int>>& clips) {
  std::vector<int> lengths;
  for (const auto& [name, length] : clips) lengths.push_back(length);
  PoseDataset data = of_lengths(lengths);
  for (std::size_t i = 0; i < clips.size(); ++i) data.clips[i].name = clips[i].first;
  return data;
}

/// For each clip whether it is held out; fails the test when one is cut.
std::vector<bool> held_out(const PoseDataset& data, const SplitOptions& options) {
  const Split result = split(data, options);
  EXPECT_EQ(result.train.size() + result.test.size(), static_cast<std::size_t>(data.size()));
  const std::set<int> test(result.test.begin(), result.test.end());
  std::vector<bool> out;
  for (const Clip& clip : data.clips) {
    out.push_back(test.contains(clip.first));
    for (int t = 0; t < clip.frames; ++t) {
      EXPECT_EQ(test.contains(clip.first + t), out.back()) << clip.name;
    }
  }
  return out;
}

std::string refusal(const PoseDataset& data, const SplitOptions& options) {
  try {
    (void)split(data, options);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "nothing thrown";
}

TEST(Groups, TakesAndMirroredCopiesAreHeldOutTogether) {
  const auto data = named({{"walk_001", 90},
                           {"walk_002", 80},
                           {"run_001", 100},
                           {"jump", 70},
                           {"run_001_mirror", 100},
                           {"bow_1", 90},
                           {"kick", 60},
                           {"bow_2", 50}});
  std::set<std::vector<bool>> seen;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const auto out = held_out(data, {.kind = SplitKind::kClip, .test_fraction = 0.3, .seed = seed});
    EXPECT_EQ(out[0], out[1]) << "walk, seed " << seed;
    EXPECT_EQ(out[2], out[4]) << "run, seed " << seed;
    EXPECT_EQ(out[5], out[7]) << "bow, seed " << seed;
    seen.insert(out);
  }
  EXPECT_GT(seen.size(), 5U);
  EXPECT_EQ(groups_of(data, GroupRule::kDefault), (std::vector<int>{0, 0, 1, 2, 1, 3, 4, 3}));
  EXPECT_EQ(groups_of(data, "(.*)"), (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7}));
}

TEST(Groups, AutoCountsThemAndNotClips) {
  const auto data = named({{"a_1", 90}, {"a_2", 90}, {"b", 90}, {"c", 90}, {"d_1", 90}});
  EXPECT_EQ(split(data, {}).kind, SplitKind::kBlock);
  EXPECT_EQ(split(data, {.group = "(.*)"}).kind, SplitKind::kClip);
  EXPECT_THAT(refusal(named({{"a_1", 90}, {"a_2", 90}}), {.kind = SplitKind::kClip}),
              testing::HasSubstr("data.group"));
}

RC_GTEST_PROP(FoldsProperty, EveryGroupIsInOneTestFold, (std::uint64_t seed)) {
  const int clips = *rc::gen::inRange(4, 40);
  std::vector<std::pair<std::string, int>> names;
  for (int i = 0; i < clips; ++i) {
    const int content = *rc::gen::inRange(0, 30);
    names.emplace_back("clip" + std::to_string(content) + "x_" + std::to_string(i),
                       *rc::gen::inRange(1, 300));
  }
  const auto data = named(names);
  const auto groups = groups_of(data, GroupRule::kDefault);
  const int count = 1 + *std::max_element(groups.begin(), groups.end());
  RC_PRE(count >= 2);
  const int folds = *rc::gen::inRange(2, std::min(count, 6) + 1);
  std::vector<int> fold_of_group(static_cast<std::size_t>(count), -1);
  std::vector<int> poses(static_cast<std::size_t>(folds), 0);
  int largest = 0;
  for (int fold = 0; fold < folds; ++fold) {
    const auto out = held_out(data, {.seed = seed, .folds = folds, .fold = fold});
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (!out[i]) continue;
      int& where = fold_of_group[static_cast<std::size_t>(groups[i])];
      RC_ASSERT(where == -1 || where == fold);
      where = fold;
      poses[static_cast<std::size_t>(fold)] += data.clips[i].frames;
    }
  }
  std::map<int, int> group_poses;
  for (std::size_t i = 0; i < groups.size(); ++i) group_poses[groups[i]] += data.clips[i].frames;
  for (const auto& [group, size] : group_poses) largest = std::max(largest, size);
  for (const int where : fold_of_group) RC_ASSERT(where >= 0);
  // Greedy filling: no fold exceeds another by more than one group.
  const auto [least, most] = std::minmax_element(poses.begin(), poses.end());
  RC_ASSERT(*most - *least <= largest);
}

TEST(Folds, AnotherSeedPartsClipsOtherwise) {
  const auto data = of_lengths({90, 100, 80, 95, 105, 110, 85, 99, 101, 92, 88, 120});
  std::set<std::vector<bool>> seen;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    seen.insert(held_out(data, {.seed = seed, .folds = 3}));
  }
  EXPECT_GT(seen.size(), 10U);
}

TEST(Folds, ThatCannotBeAreRefused) {
  const auto data = of_lengths({90, 100, 80, 95, 105});
  EXPECT_THAT(refusal(data, {.folds = 6}), testing::HasSubstr("data.folds: expected 2 to"));
  EXPECT_THAT(refusal(data, {.folds = 1}), testing::HasSubstr("data.folds: expected 2 to"));
  EXPECT_THAT(refusal(data, {.folds = 3, .fold = 3}),
              testing::HasSubstr("data.fold: expected a fold between 0 and 2, found 3"));
  EXPECT_THAT(refusal(data, {.kind = SplitKind::kFrame, .folds = 3}),
              testing::HasSubstr("data.split"));
  EXPECT_THAT(refusal(data, {.folds = 3, .leave_out = "a=b"}),
              testing::HasSubstr("expected one of them, found both"));
}

TEST(LeaveOut, HoldsOutEveryClipOfALabel) {
  auto data = of_lengths({90, 100, 80});
  data.clips[0].tags = {{"style", "old"}, {"content", "walk"}};
  data.clips[1].tags = {{"style", "happy"}, {"content", "walk"}};
  data.clips[2].tags = {{"style", "old"}, {"content", "run"}};
  EXPECT_EQ(held_out(data, {.leave_out = "style=old"}), (std::vector<bool>{true, false, true}));
  EXPECT_EQ(held_out(data, {.leave_out = "content=run"}), (std::vector<bool>{false, false, true}));
  EXPECT_EQ(split(data, {.leave_out = "content=run"}).kind, SplitKind::kClip);
  EXPECT_THAT(refusal(data, {.leave_out = "style=sad"}),
              testing::HasSubstr("expected style to be one of happy, old"));
  EXPECT_THAT(refusal(data, {.leave_out = "mood=sad"}),
              testing::HasSubstr("the clips' labels are content, style"));
  EXPECT_THAT(refusal(data, {.leave_out = "style"}), testing::HasSubstr("expected label=value"));
  EXPECT_THAT(refusal(of_lengths({9, 9}), {.leave_out = "a=b"}),
              testing::HasSubstr("data.label_pattern"));
  data.clips[1].tags["style"] = "old";
  EXPECT_THAT(refusal(data, {.leave_out = "style=old"}),
              testing::HasSubstr("0 poses for training"));
  EXPECT_THAT(refusal(data, {.kind = SplitKind::kBlock, .leave_out = "style=old"}),
              testing::HasSubstr("data.split"));
}

}  // namespace
}  // namespace poseaae::dataset
