#include "choreography/score.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "choreography/timeline.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::choreography {
namespace {

using ::testing::HasSubstr;

constexpr const char* kScore = R"(title: Two phrases
seed: 5
defaults: {tempo: 120, lean: 3}
phrases:
  - {kind: sway, beats: 8, arm_height: [0.2, 0.8]}
  - {kind: turn, beats: 6, side: right, turns: 1.5, tempo: 60}
)";

TEST(ScoreTest, ReadsPhrasesDefaultsAndRamps) {
  const Score score = parse_score(kScore, "x.yaml");
  EXPECT_EQ(score.title, "Two phrases");
  EXPECT_EQ(score.seed, 5u);
  EXPECT_EQ(score.fps, 30.0);
  ASSERT_EQ(score.phrases.size(), 2u);
  EXPECT_EQ(score.phrases[0].factors[kTempo].from, 120.0);
  EXPECT_EQ(score.phrases[0].factors[kArmHeight].from, 0.2);
  EXPECT_EQ(score.phrases[0].factors[kArmHeight].to, 0.8);
  EXPECT_EQ(score.phrases[1].factors[kTempo].to, 60.0);
  EXPECT_EQ(score.phrases[1].factors[kLean].to, 3.0);
  EXPECT_EQ(score.phrases[1].side, Side::kRight);
  EXPECT_EQ(score.phrases[1].turns, 1.5);
}

TEST(ScoreTest, ReadsHowFarAndWhereAPhraseGoes) {
  const Score score = parse_score(
      "phrases:\n  - {kind: walk, beats: 8, stride: -0.4, curve: 180}\n  - {kind: walk, beats: "
      "8}\n",
      "x.yaml");
  EXPECT_EQ(score.phrases[0].stride, -0.4);
  EXPECT_EQ(score.phrases[0].curve, 180.0);
  EXPECT_FALSE(score.phrases[1].stride.has_value());
  EXPECT_EQ(score.phrases[1].curve, 0.0);
}

TEST(ScoreTest, ReadsTheBodyOfTheDancer) {
  const std::string phrases = "phrases: [{kind: sway, beats: 8}]\n";
  const Body usual = parse_score(phrases, "x.yaml").body;
  EXPECT_EQ(usual.height, 1.7);
  EXPECT_EQ(usual.legs, 1.0);
  const Body body =
      parse_score("body: {height: 1.24, legs: 0.9, head: 1.3}\n" + phrases, "x.yaml").body;
  EXPECT_EQ(body.height, 1.24);
  EXPECT_EQ(body.legs, 0.9);
  EXPECT_EQ(body.arms, 1.0);
  EXPECT_EQ(body.head, 1.3);
}

struct Wrong {
  const char* yaml;
  std::size_t line, column;
  const char* expected;
  const char* found;
};

TEST(ScoreTest, ComplaintsSayWhereWhatAndTheNearestWord) {
  const std::vector<Wrong> cases = {
      {"phrases:\n  - {kind: swya, beats: 8}\n", 2, 12, "a kind of phrase", "did you mean 'sway'"},
      {"phrases:\n  - {kind: sway, beats: 8, arm_hight: 1}\n", 2, 28, "a key of a sway phrase",
       "did you mean 'arm_height'"},
      {"phrases:\n  - {kind: sway, beats: 8, turns: 1}\n", 2, 28, "a key of a sway phrase",
       "'turns'"},
      {"phrases:\n  - {kind: sway, beats: 8, energy: 1.5}\n", 2, 36,
       "energy as a number between 0 and 1", "'1.5'"},
      {"phrases:\n  - {kind: sway, beats: 8, tempo: fast}\n", 2, 35, "tempo as a number", "'fast'"},
      {"phrases:\n  - {kind: sway, beats: 8, tempo: [90, 100, 110]}\n", 2, 35, "a ramp [from, to]",
       "a list of 3"},
      {"phrases:\n  - {kind: sway, beats: 2}\n", 2, 25, "beats as a number between 4 and 64",
       "'2'"},
      {"phrases:\n  - {kind: sway, beats: nan}\n", 2, 25, "beats as a number between 4 and 64",
       "'nan'"},
      {"phrases:\n  - {kind: sway}\n", 2, 5, "a sway phrase with beats", "none"},
      {"phrases:\n  - {beats: 8}\n", 2, 5, "a phrase with kind", "none"},
      {"phrases:\n  - sway\n", 2, 5, "a phrase as a mapping", "'sway'"},
      {"phrases:\n  - {kind: sway, beats: 8, side: lift}\n", 2, 34, "side (left, right)",
       "did you mean 'left'"},
      {"phrases:\n  - {kind: turn, beats: 6, turns: 3}\n", 2, 25,
       "beats of at least 8.6 for a turn of 3 revolutions", "'6'"},
      {"phrases:\n  - {kind: pirouette, beats: 6, turns: 1}\n", 2, 30,
       "beats of at least 6.2 for a pirouette of 1 revolutions", "'6'"},
      {"phrases:\n  - {kind: roll, beats: 8}\n", 2, 25, "beats of at least 12 for a roll", "'8'"},
      {"body: {legs: 2}\nphrases: [{kind: sway, beats: 8}]\n", 1, 14,
       "legs as a number between 0.8 and 1.2", "'2'"},
      {"body: {neck: 1}\nphrases: [{kind: sway, beats: 8}]\n", 1, 8, "a key of a body", "'neck'"},
      {"phrases:\n  - {kind: kick, beats: 8, stride: 0.3}\n", 2, 28, "a key of a kick phrase",
       "'stride'"},
      {"phrases:\n  - {kind: chasse, beats: 8, stride: 0.8}\n", 2, 38,
       "stride as a number between 0.1 and 0.4", "'0.8'"},
      {"phrases:\n  - {kind: grapevine, beats: 8, curve: 90}\n", 2, 33,
       "a key of a grapevine phrase", "'curve'"},
      {"phrases: []\n", 1, 10, "phrases as a list with at least one entry", "a list"},
      {"title: x\n", 1, 1, "a score with phrases", "none"},
      {"tittle: x\n", 1, 1, "a key of a score", "did you mean 'title'"},
      {"seed: 1.5\nphrases: [{kind: sway, beats: 8}]\n", 1, 7, "a whole number", "'1.5'"},
      {"defaults: {beats: 8}\nphrases: [{kind: sway, beats: 8}]\n", 1, 12, "a key of defaults",
       "'beats'"},
      {"just text", 1, 1, "a score as a mapping", "'just text'"},
      {"phrases: [\n", 2, 1, "YAML", ""},
  };
  for (const Wrong& wrong : cases) {
    try {
      (void)parse_score(wrong.yaml, "x.yaml");
      ADD_FAILURE() << "accepted: " << wrong.yaml;
    } catch (const ParseError& problem) {
      EXPECT_EQ(problem.line(), wrong.line) << wrong.yaml << problem.what();
      EXPECT_EQ(problem.column(), wrong.column) << wrong.yaml << problem.what();
      EXPECT_THAT(problem.expected(), HasSubstr(wrong.expected));
      EXPECT_THAT(problem.found(), HasSubstr(wrong.found));
    }
  }
}

TEST(TimelineTest, BeatsAndSecondsFollowTheTempo) {
  const Timeline timeline(parse_score(kScore, "x.yaml"));
  EXPECT_EQ(timeline.beats(), 14.0);
  // 6 beats at 120, 4 beats of cross-fade, 4 beats at 60.
  EXPECT_NEAR(timeline.beat_at(2.0), 4.0, 1e-9);
  EXPECT_NEAR(
      timeline.seconds() - 4.0,
      [&] {
        double t = 0.0;
        while (timeline.beat_at(t) < 10.0) t += 1e-3;
        return t;
      }(),
      2e-3);
  for (const double beat : {0.5, 5.9, 8.1, 13.7}) {
    EXPECT_NEAR(timeline.seconds_at(timeline.beat_at(timeline.seconds_at(beat))),
                timeline.seconds_at(beat), 1e-9);
    EXPECT_NEAR(timeline.beat_at(timeline.seconds_at(beat)), beat, 1e-9);
  }
  EXPECT_NEAR(timeline.seconds_at(4.0), 2.0, 1e-9);
  EXPECT_EQ(timeline.seconds_at(99.0), timeline.seconds());
  EXPECT_EQ(timeline.beat_at(-1.0), 0.0);
  EXPECT_EQ(timeline.beat_at(1e9), 14.0);
}

TEST(TimelineTest, FactorsAreContinuousAcrossBoundaries) {
  const Timeline timeline(parse_score(kScore, "x.yaml"));
  for (double beat = 0.0; beat < 13.99; beat += 0.01) {
    const Factors a = timeline.factors_at(beat);
    const Factors b = timeline.factors_at(beat + 0.01);
    EXPECT_LT(std::abs(a[kTempo] - b[kTempo]), 0.6) << beat;
    EXPECT_LT(std::abs(a[kArmHeight] - b[kArmHeight]), 0.01) << beat;
  }
  EXPECT_NEAR(timeline.factors_at(4.0)[kArmHeight], 0.5, 1e-9);
  EXPECT_NEAR(timeline.factors_at(8.0)[kTempo], 90.0, 1e-9);
}

}  // namespace
}  // namespace poseaae::choreography
