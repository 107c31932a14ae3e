#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "choreography/curves.hpp"
#include "choreography/support.hpp"
#include "measures.hpp"

/// Phrases on the floor and near it, and what carries the body there.
namespace poseaae::choreography {
namespace {

using test::Traced;

TEST(SupportTest, HipsGoToASeatAndComeBack) {
  Support support;
  const Vec3 seat(1.0, 0.1, 2.0);
  support.sit(4.0, 6.0, seat);
  support.sit(8.0, 10.0, Vec3(2.0, 0.1, 2.0));
  support.rise(12.0, 14.0);
  EXPECT_EQ(support.hips(3.0).share, 0.0);
  // From over the feet straight to the seat, not by way of the middle of the room.
  EXPECT_NEAR(support.hips(5.0).share, 0.5, 1e-12);
  EXPECT_EQ(support.hips(5.0).at, seat);
  EXPECT_EQ(support.hips(7.0).share, 1.0);
  EXPECT_NEAR(support.hips(9.0).at.x(), 1.5, 1e-12);
  EXPECT_EQ(support.hips(9.0).share, 1.0);
  EXPECT_EQ(support.hips(15.0).share, 0.0);
}

TEST(SupportTest, ALegRestsWhileItIsSaidTo) {
  Support support;
  support.rest(Side::kLeft, 2.0, 4.0);
  EXPECT_FALSE(support.resting(Side::kLeft, 1.9));
  EXPECT_TRUE(support.resting(Side::kLeft, 3.0));
  EXPECT_FALSE(support.resting(Side::kRight, 3.0));
}

struct Danced {
  explicit Danced(const std::string& phrase, const std::string& body = "{}")
      : score(parse_score("body: " + body + "\nphrases:\n  - {" + phrase + "}\n", "a test")),
        performance(perform(score, score.seed)),
        traced(performance.motion, score.body.scale()) {}

  /// The least and the greatest of a measure over all frames.
  template <typename Measure>
  [[nodiscard]] std::pair<double, double> range(Measure measure) const {
    std::pair<double, double> found{1e9, -1e9};
    for (int t = 0; t < traced.frames(); ++t) {
      found.first = std::min(found.first, measure(t));
      found.second = std::max(found.second, measure(t));
    }
    return found;
  }
  [[nodiscard]] double height(int t, int joint) const { return traced.at(t, joint).y(); }

  Score score;
  Performance performance;
  Traced traced;
};

const char* const kBodies[] = {"{}", "{height: 1.2, legs: 0.88, head: 1.3}",
                               "{height: 1.95, legs: 1.12, arms: 1.1}"};

TEST(Floor, WhoKneelsHasOneKneeOnTheFloorAndTheHipsAThighAbove) {
  for (const char* body : kBodies) {
    const Danced kneel("kind: kneel, beats: 8", body);
    const auto knee = kneel.range(
        [&](int t) { return std::min(kneel.height(t, kLeftLeg), kneel.height(t, kRightLeg)); });
    EXPECT_GT(knee.first, 0.05) << body;
    EXPECT_LT(knee.first, 0.12) << body;
    const auto hips = kneel.range([&](int t) { return kneel.height(t, kHips); });
    EXPECT_NEAR(hips.first, kneel.score.body.thigh() + 0.125, 0.05) << body;
  }
}

TEST(Floor, WhoSitsHasTheHipsOnTheFloorAndTheHandsBesideThem) {
  for (const char* body : kBodies) {
    const Danced sit("kind: sit, beats: 16", body);
    const auto hips = sit.range([&](int t) { return sit.height(t, kHips); });
    EXPECT_GT(hips.first, 0.1) << body;
    EXPECT_LT(hips.first, 0.2) << body;
    for (const int hand : {kLeftHand, kRightHand}) {
      const auto low = sit.range([&](int t) { return sit.height(t, hand); });
      EXPECT_GT(low.first, 0.04) << body;
      EXPECT_LT(low.first, 0.1) << body;
    }
    EXPECT_GT(sit.height(sit.traced.frames() - 1, kHips), 0.85 * sit.score.body.hips_height());
  }
}

TEST(Floor, WhoRollsLiesOnTheBackAndOnTheBellyAndGoesAside) {
  for (const double left : {1.0, -1.0}) {
    const Danced roll(left > 0.0 ? "kind: roll, beats: 16, side: left"
                                 : "kind: roll, beats: 16, side: right");
    // Where the chest faces: up or down.
    const auto facing = roll.range(
        [&](int t) { return (roll.traced.poses[t].rotations[kSpine2] * Vec3::UnitZ()).y(); });
    EXPECT_GT(facing.second, 0.95);
    EXPECT_LT(facing.first, -0.95);
    const int last = roll.traced.frames() - 1;
    EXPECT_NEAR(left * roll.traced.at(last, kHips).x(), kTau * 0.11, 0.1);
    // From the back, the side towards which it goes is below.
    int frames = 0;
    for (int t = 1; t < roll.traced.frames(); ++t) {
      const Quat& hips = roll.traced.poses[t].rotations[kHips];
      const double speed = left * (roll.traced.at(t, kHips).x() - roll.traced.at(t - 1, kHips).x());
      const bool on_the_back =
          (hips * Vec3::UnitZ()).y() > 0.3 && roll.traced.at(t, kHips).x() * left < 0.25;
      if (speed < 0.01 || !on_the_back) continue;
      EXPECT_LT(left * (hips * Vec3::UnitX()).y(), 0.1) << t;
      ++frames;
    }
    EXPECT_GT(frames, 2);
  }
}

TEST(Floor, AFoldBringsTheHeadBelowTheHips) {
  const Danced fold("kind: fold, beats: 8");
  const auto below =
      fold.range([&](int t) { return fold.height(t, kHead) - fold.height(t, kHips); });
  EXPECT_LT(below.first, -0.05);
  const auto hand = fold.range([&](int t) { return fold.height(t, kLeftHand); });
  EXPECT_LT(hand.first, 0.35);
}

TEST(Floor, LungesAndCrouchedWalksAreLow) {
  const double standing = 0.95;
  const Danced lunge("kind: lunge, beats: 16, energy: 0.7");
  EXPECT_LT(lunge.range([&](int t) { return lunge.height(t, kHips); }).first, standing - 0.25);
  const auto apart = lunge.range([&](int t) {
    return (lunge.traced.at(t, kLeftFoot) - lunge.traced.at(t, kRightFoot)).norm();
  });
  EXPECT_GT(apart.second, 0.6);
  const Danced prowl("kind: prowl, beats: 12, energy: 0.6");
  std::vector<double> heights;
  for (int t = 100; t < prowl.traced.frames() - 100; ++t) {
    heights.push_back(prowl.height(t, kHips));
  }
  EXPECT_LT(test::quantile(heights, 0.9), standing - 0.15);
}

TEST(Floor, APirouetteGoesRoundOnTheBallOfOneFoot) {
  const Danced turn("kind: pirouette, beats: 8, turns: 1, side: left");
  double turned = 0.0;
  int on_one = 0;
  const auto heading = [&](int t) {
    const Vec3 ahead = turn.traced.poses[t].rotations[kHips] * Vec3::UnitZ();
    return std::atan2(ahead.x(), ahead.z());
  };
  for (int t = 1; t < turn.traced.frames(); ++t) {
    const double change = std::remainder(heading(t) - heading(t - 1), kTau);
    const auto& contacts = turn.performance.contacts[t];
    if (contacts[1] && !contacts[0]) {
      turned += change;
      ++on_one;
    }
  }
  EXPECT_GT(on_one, 30);
  EXPECT_NEAR(turned, kTau, 0.25 * kTau);
  const auto free = turn.range([&](int t) { return turn.height(t, kLeftFoot); });
  EXPECT_GT(free.second, 0.3);
}

TEST(Floor, ArmsCrossTheBodyAndRiseOverhead) {
  for (const char* kind : {"port_de_bras", "swing"}) {
    const Danced arms(std::string("kind: ") + kind + ", beats: 16, energy: 0.6");
    for (const Side side : {Side::kLeft, Side::kRight}) {
      const int hand = on(side, kLeftHand);
      const auto over =
          arms.range([&](int t) { return arms.height(t, hand) - arms.height(t, kHead); });
      EXPECT_GT(over.second, 0.15) << kind;
      const auto across = arms.range([&](int t) {
        return sign(side) * (arms.traced.at(t, hand).x() - arms.traced.at(t, kSpine2).x());
      });
      EXPECT_LT(across.first, -0.05) << kind;
      EXPECT_GT(across.second, 0.5) << kind;
    }
  }
}

}  // namespace
}  // namespace poseaae::choreography
