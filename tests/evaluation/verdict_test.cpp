#include "poseaae/evaluation/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "poseaae/evaluation/write.hpp"

namespace poseaae::evaluation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Report of_poses() {
  return {"dance",
          1,
          {{"reconstruction", "mpjpe", "mm", 19.2},
           {"generation", "precision", "", 0.254},
           {"generation", "precision of held out", "", 0.54},
           {"mixture", "precision", "", 0.612},
           {"flow", "precision", "", 0.409},
           {"interpolation", "speed variation slerp", "", 0.196}},
          {}};
}

Report of_components() {
  return {"pca",
          1,
          {{"reconstruction", "mpjpe", "mm", 60.6},
           {"generation", "precision", "", 0.35},
           {"generation", "precision of held out", "", 0.54},
           {"interpolation", "speed variation slerp", "", 0.14}},
          {}};
}

TEST(Verdict, SaysInThreeSentencesWhatPosesAreWorth) {
  const Report components = of_components();
  EXPECT_THAT(
      verdict(of_poses(), &components),
      ElementsAre("Rebuilt: joints of unseen motion come back 1.9 cm off on average (principal "
                  "components: 6.1 cm).",
                  "Made at random: 61 of 100 poses from random points are like recorded ones "
                  "(principal components: 35); of unseen recorded ones 54 are, of points of N(0, "
                  "I) 25.",
                  "Even: on the way from pose to pose, the body's speed varies by 20 % (principal "
                  "components: 14 %)."));
}

TEST(Verdict, OfMotionTellsOfTravelAndFeet) {
  const Report motion{"walks",
                      1,
                      {{"reconstruction", "mpjpe", "mm", 17.5},
                       {"reconstruction", "root drift, 1 m", "cm", 2.3},
                       {"generation", "precision", "", 0.54},
                       {"generation", "precision of held out", "", 0.7},
                       {"generation", "root speed / recordings", "", 0.97},
                       {"generation", "skating / recordings", "", 0.75}},
                      {}};
  EXPECT_THAT(verdict(motion, nullptr),
              ElementsAre("Rebuilt: joints of unseen motion come back 1.8 cm off on average, and a "
                          "dancer who went a metre is 2.3 cm beside.",
                          "Made at random: 54 of 100 seconds of random walks are like recorded "
                          "ones; of unseen recorded ones 70 are, and walks go 0.97 times as fast "
                          "as recordings.",
                          "On its feet: feet that carry weight slide 0.8 times as fast as recorded "
                          "ones."));
}

TEST(Verdict, LeavesOutWhatAReportLacks) {
  EXPECT_TRUE(verdict({"gaps", 1, {{"gaps", "l2p", "", 0.6}}, {}}, nullptr).empty());
  Report unknown = of_poses();
  unknown.measures.back().value = NAN;
  EXPECT_EQ(verdict(unknown, nullptr).size(), 2);
}

TEST(Verdict, StandsAboveTheTableWhichMarksTheBestOfARow) {
  const Comparison comparison{
      "dance", {{"root"}, {-1}, {mocap::Vec3(0, 0, 0)}}, 30.0, {of_poses(), of_components()}, {}};
  const std::string table = format_table(comparison);
  EXPECT_TRUE(table.starts_with("Rebuilt: "));
  EXPECT_THAT(table, HasSubstr("19.2 *"));
  EXPECT_THAT(table, Not(HasSubstr("60.6 *")));
  EXPECT_THAT(table, HasSubstr("0.35 *")) << "more precision is better";
  EXPECT_THAT(table, HasSubstr("0.14 *")) << "less variation is better";
  EXPECT_THAT(table, Not(HasSubstr("0.409 *"))) << "no other has a flow";
  EXPECT_THAT(table, HasSubstr("* the best of its row\n"));
}

TEST(Verdict, RatiosNearestToOneAreBest) {
  const Headline ratio{"generation", "apd / real", "", Better::kNearOne};
  const auto report = [](double value) {
    return Report{"a", 1, {{"generation", "apd / real", "", value}}, {}};
  };
  const std::vector<Report> reports{report(0.5), report(1.2), report(NAN)};
  EXPECT_EQ(best_of(reports, ratio), &reports[1]);
  EXPECT_EQ(best_of({report(0.5)}, ratio), nullptr);
}

TEST(Verdict, WhatIsNotFiniteIsNeverBest) {
  const auto report = [](double value) {
    return Report{"a", 1, {{"generation", "precision", "", value}}, {}};
  };
  for (const Better better : {Better::kLower, Better::kHigher, Better::kNearOne}) {
    const Headline headline{"generation", "precision", "", better};
    const std::vector<Report> reports{report(INFINITY), report(0.5), report(-INFINITY)};
    EXPECT_EQ(best_of(reports, headline), &reports[1]);
    EXPECT_EQ(best_of({report(INFINITY), report(-INFINITY)}, headline), nullptr);
  }
}

}  // namespace
}  // namespace poseaae::evaluation
