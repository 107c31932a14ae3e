#include "poseaae/diffusion/measure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/base/error.hpp"

namespace poseaae::diffusion {
namespace {

const Scores kScores{{"fpd m^2", "recall"},
                     {{"held out", {0.05, std::nan("")}, {0.0, 0.0}},
                      {"prior, plain", {0.0123, 0.5}, {0.001, 0.0}}}};

TEST(Scores, AreFoundByName) {
  EXPECT_EQ(kScores.value("held out", "fpd m^2"), 0.05);
  EXPECT_EQ(kScores.value("prior, plain", "recall"), 0.5);
  EXPECT_THROW((void)kScores.value("prior", "recall"), UsageError);
  EXPECT_THROW((void)kScores.value("held out", "speed"), UsageError);
}

TEST(Scores, AreATableForPeople) {
  EXPECT_EQ(format_scores(kScores),
            "                    fpd m^2         recall\n"
            "held out               0.05              -\n"
            "prior, plain  0.0123 ±0.001            0.5\n");
  const Scores wide{{"apd mm", "fpd m^2"}, {{"flow", {148.7, 0.01222}, {1.1, 0.0085}}}};
  EXPECT_THAT(format_scores(wide), testing::HasSubstr("148.7 ±1.1 0.01222 ±0.0085\n"))
      << "columns stay apart";
}

TEST(Scores, AreRowsForPrograms) {
  EXPECT_EQ(scores_csv(kScores),
            "held out,fpd m^2,0.05,0\n"
            "\"prior, plain\",fpd m^2,0.0123,0.001\n"
            "\"prior, plain\",recall,0.5,0\n");
}

TEST(MeasureOptions, RefuseWhatMakesNoSense) {
  EXPECT_THROW(MeasureOptions{.poses = 1}.validate(), UsageError);
  EXPECT_THROW(MeasureOptions{.motions = 0}.validate(), UsageError);
  EXPECT_THROW(MeasureOptions{.seconds = 0.0}.validate(), UsageError);
  EXPECT_THROW(MeasureOptions{.seeds = 0}.validate(), UsageError);
  EXPECT_NO_THROW(MeasureOptions{}.validate());
}

}  // namespace
}  // namespace poseaae::diffusion
