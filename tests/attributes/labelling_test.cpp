#include "poseaae/attributes/labelling.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::attributes {
namespace {

using test::Planted;
using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> names(const std::vector<Labelling>& labellings) {
  std::vector<std::string> result;
  for (const auto& labels : labellings) result.push_back(labels.name);
  return result;
}

std::ptrdiff_t count(const std::vector<signed char>& kinds, Labelling::Kind kind) {
  return std::count(kinds.begin(), kinds.end(), kind);
}

void expect_refusal(const dataset::PoseDataset& data, const LabellingOptions& options,
                    const std::string& part) {
  try {
    (void)label(data, options);
    FAIL() << part;
  } catch (const UsageError& problem) {
    EXPECT_THAT(problem.what(), HasSubstr(part));
  }
}

TEST(LabelTest, TakesWhatThereIs) {
  const auto data = Planted::data(Planted::balanced(2));
  EXPECT_THAT(names(label(data, {})), ElementsAre("content=run", "content=walk", "style=happy",
                                                  "style=normal", "style=old"));
  EXPECT_THAT(names(label(data, {.attributes = {"style"}, .neutral = "style=normal"})),
              ElementsAre("style=happy", "style=old"));
  EXPECT_THAT(names(label(data, {.attributes = {"style=old"}})), ElementsAre("style=old"));
}

TEST(LabelTest, TellsNeutralPosesFromOthers) {
  const auto data = Planted::data(Planted::balanced(2));  // 12 clips of 40 poses
  const auto against = label(data, {.attributes = {"style=old"}, .neutral = "style=normal"})[0];
  EXPECT_EQ(against.key, "style");
  EXPECT_EQ(against.neutral, "style=normal");
  EXPECT_EQ(against.matched, "content");
  EXPECT_EQ(count(against.of, Labelling::kHas), 160);
  EXPECT_EQ(count(against.of, Labelling::kNeutral), 160);
  EXPECT_EQ(count(against.of, Labelling::kNeither), 160);
  EXPECT_EQ(count(against.others, Labelling::kNeutral), 320);
  const auto rest = label(data, {.attributes = {"style=old"}})[0];
  EXPECT_EQ(rest.neutral, "others");
  EXPECT_EQ(rest.of, rest.others);
  // walk_old_b is the third clip.
  EXPECT_EQ(data.clips[2].name, "walk_old_b");
  EXPECT_EQ(against.of[80], Labelling::kHas);
  EXPECT_EQ(against.of[79], Labelling::kNeutral);
}

TEST(LabelTest, LeavesOutContentsThatLackOneOfTheTwo) {
  auto clips = Planted::balanced(2);
  clips.push_back({"sit", "normal", 1, 500});
  clips.push_back({"fly", "old", 1, 300});
  const auto data = Planted::data(clips);
  const auto matched = label(data, {.attributes = {"style=old"}, .neutral = "style=normal"})[0];
  EXPECT_EQ(count(matched.of, Labelling::kHas), 160);
  EXPECT_EQ(count(matched.of, Labelling::kNeutral), 160);
  const auto plain =
      label(data, {.attributes = {"style=old"}, .neutral = "style=normal", .within = "none"})[0];
  EXPECT_EQ(count(plain.of, Labelling::kHas), 460);
  EXPECT_EQ(count(plain.of, Labelling::kNeutral), 660);
  EXPECT_TRUE(plain.content.empty());
  // An attribute that no content shares with neutral clips.
  auto apart =
      Planted::data({{"walk", "normal"}, {"walk", "happy"}, {"sit", "old"}, {"lie", "old"}});
  expect_refusal(apart, {.attributes = {"style=old"}, .neutral = "style=normal"}, "--within none");
}

TEST(LabelTest, TakesThirdsOfALabelOfFrames) {
  auto data = Planted::data({{"walk", "normal"}, {"walk", "old"}, {"run", "old"}});  // 120 poses
  auto& energy = data.labels["energy"];
  for (int i = 0; i < 120; ++i) {
    energy.push_back(i < 90 ? static_cast<float>(i) : std::numeric_limits<float>::quiet_NaN());
  }
  const auto labels = label(data, {.attributes = {"energy"}})[0];
  EXPECT_EQ(labels.name, "energy");
  EXPECT_EQ(count(labels.of, Labelling::kHas), 30);
  EXPECT_EQ(count(labels.of, Labelling::kNeutral), 30);
  EXPECT_EQ(labels.of[0], Labelling::kNeutral);
  EXPECT_EQ(labels.of[89], Labelling::kHas);
  EXPECT_EQ(labels.of[45], Labelling::kNeither);
  EXPECT_EQ(labels.of[100], Labelling::kNeither);
  std::fill(energy.begin(), energy.end(), 1.0F);
  expect_refusal(data, {.attributes = {"energy"}}, "energy");
}

TEST(LabelTest, SaysWhatThereIsWhenAskedForSomethingElse) {
  const auto data = Planted::data(Planted::balanced(2));
  expect_refusal(data, {.attributes = {"style=odl"}}, "did you mean 'style=old'");
  expect_refusal(data, {.attributes = {"mood"}}, "style=happy");
  expect_refusal(data, {.neutral = "style=norml"}, "did you mean 'style=normal'");
  expect_refusal(data, {.within = "contents"}, "did you mean 'content'");
  auto framed = data;
  framed.labels["energy"].resize(static_cast<std::size_t>(data.size()));
  std::iota(framed.labels["energy"].begin(), framed.labels["energy"].end(), 0.0F);
  EXPECT_EQ(label(framed, {.attributes = {"energy"}}).size(), 1U);
  expect_refusal(framed, {.attributes = {"energy"}, .within = "foo"}, "none called 'foo'");
  expect_refusal(framed, {.attributes = {"energy"}, .within = "content"}, "leave out --within");
  expect_refusal(framed, {.attributes = {"energy"}, .neutral = "style=normal"},
                 "leave out --neutral");
  auto bare = data;
  for (auto& clip : bare.clips) clip.tags.clear();
  expect_refusal(bare, {}, "label_pattern");
}

}  // namespace
}  // namespace poseaae::attributes
