#include "known_factors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"
#include "samples.hpp"
#include "support/support.hpp"

namespace poseaae::evaluation {
namespace {

/// Six clips of 60 poses; clips a, c, e are of style old and the others of young, every clip has
/// the number of a take, and each pose a label.
struct Labelled {
  test::TemporaryFolder folder;
  dataset::PoseDataset data;
  Options options;

  Labelled() : data((test::write_dances(folder.path()), test::dances(folder.path()))) {
    for (std::size_t c = 0; c < data.clips.size(); ++c) {
      data.clips[c].tags = {{"style", c % 2 == 0 ? "old" : "young"},
                            {"take", "00" + std::string(1, static_cast<char>('1' + c))}};
    }
    auto& height = data.labels["height"];
    for (int row = 0; row < data.size(); ++row) height.push_back(0.5F * static_cast<float>(row));
  }
  [[nodiscard]] KnownFactors known() const { return known_factors(data, options); }
};

TEST(KnownFactorsTest, AreLabelsOfFramesAndTagsThatAreNoNumbers) {
  const Labelled c;
  const KnownFactors known = c.known();
  ASSERT_EQ(known.factors.size(), 2U);
  EXPECT_EQ(known.factors[0].name, "height");
  EXPECT_FALSE(known.factors[0].categorical);
  EXPECT_DOUBLE_EQ(known.factors[0].values[359], 179.5);
  EXPECT_EQ(known.factors[1].name, "style");
  EXPECT_TRUE(known.factors[1].categorical);
  EXPECT_EQ(known.factors[1].values[59], 0.0);  // old comes before young
  EXPECT_EQ(known.factors[1].values[60], 1.0);
  EXPECT_EQ(known.clips[359], 5);
  EXPECT_TRUE(known.poses.row(100) == c.data.poses.row(100));
}

TEST(KnownFactorsTest, TakesOfOneThingAreOneGroup) {
  Labelled c;
  c.data.clips[3].name = c.data.clips[2].name + "_2";
  const KnownFactors known = c.known();
  EXPECT_EQ(known.groups[179], known.groups[180]);
  EXPECT_NE(known.clips[179], known.clips[180]);
  EXPECT_NE(known.groups[119], known.groups[120]);
}

TEST(KnownFactorsTest, AreOfPosesThatKnowAllEvenlySpread) {
  Labelled c;
  for (int row = 0; row < 60; ++row) c.data.labels["height"][static_cast<std::size_t>(row)] = NAN;
  c.data.clips[5].tags.erase("style");
  c.options.labelled = 120;
  const KnownFactors known = c.known();  // clips 1 to 4, every other pose
  ASSERT_EQ(known.poses.rows(), 120);
  EXPECT_TRUE(known.poses.row(1) == c.data.poses.row(62));
  EXPECT_EQ(known.factors[0].values[1], 31.0);
  EXPECT_EQ(known.clips.front(), 1);
  EXPECT_EQ(known.clips.back(), 4);
}

TEST(KnownFactorsTest, WhatFewPosesHaveOrAllShareIsLeftOut) {
  Labelled c;
  for (std::size_t i = 0; i < 4; ++i) c.data.clips[i].tags.erase("style");
  EXPECT_THAT(c.known().factors, testing::SizeIs(1));  // height, of all poses
  EXPECT_EQ(c.known().poses.rows(), 360);
  c.options.factors = {"style"};  // but one may insist
  EXPECT_EQ(c.known().poses.rows(), 120);
  EXPECT_EQ(c.known().factors[0].values.maxCoeff(), 1.0);
  for (auto& clip : c.data.clips) clip.tags["style"] = "old";
  EXPECT_TRUE(c.known().empty());
}

TEST(KnownFactorsTest, ClassesThatNoPoseHasDoNotCount) {
  Labelled c;
  const char* styles[] = {"proud", "childish", "active", "childish", "proud", "childish"};
  for (std::size_t i = 0; i < 6; ++i) c.data.clips[i].tags["style"] = styles[i];
  for (int row = 120; row < 180; ++row) {
    c.data.labels["height"][static_cast<std::size_t>(row)] = NAN;  // the active clip
  }
  const KnownFactors known = c.known();
  EXPECT_EQ(known.factors[1].values.minCoeff(), 0.0);
  EXPECT_EQ(known.factors[1].values.maxCoeff(), 1.0);
}

TEST(KnownFactorsTest, SaysWhichThereAre) {
  Labelled c;
  c.options.factors = {"stile"};
  try {
    (void)c.known();
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("'stile'"));
    EXPECT_THAT(error.what(), testing::HasSubstr("height, style"));
  }
}

}  // namespace
}  // namespace poseaae::evaluation
