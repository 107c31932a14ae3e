#include "choreography/performance.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "choreography/curves.hpp"
#include "choreography/phrase.hpp"
#include "measures.hpp"

namespace poseaae::choreography {
namespace {

using test::Traced;

/// The shipped scores, and every kind of phrase under factors at the ends of their ranges.
Score score_named(const std::string& name) {
  if (name == "mild") return test::score_of(phrase_kinds(), "energy: 0.5");
  if (name == "languid") {
    return test::score_of(phrase_kinds(),
                          "tempo: 60, energy: 0, lean: 30, stance_width: 0.55, arm_height: 0");
  }
  if (name == "driving") {
    return test::score_of(phrase_kinds(),
                          "tempo: 130, energy: 1, lean: -15, stance_width: 0.15, arm_height: 1");
  }
  return test::shipped_score(name);
}

/// One performance a score, traced once for all the tests.
struct Danced {
  explicit Danced(const Score& score)
      : performance(perform(score, score.seed)), traced(performance.motion, score.body.scale()) {}
  Performance performance;
  Traced traced;
};

class Dance : public testing::TestWithParam<std::string> {
 protected:
  static const Danced& danced() {
    static std::map<std::string, Danced> cache;
    const std::string& name = GetParam();
    return cache.try_emplace(name, score_named(name)).first->second;
  }
};

TEST_P(Dance, PlantedFeetStayWhereTheyAre) {
  const auto& [performance, traced] = danced();
  for (const Side side : {Side::kLeft, Side::kRight}) {
    int planted = 0;
    Vec3 placed = Vec3::Zero();
    for (int t = 0; t < traced.frames(); ++t) {
      if (!performance.contacts[t][index(side)]) {
        planted = 0;
        continue;
      }
      const Vec3 ball = traced.at(t, on(side, kLeftToeBase));
      if (planted++ == 0) placed = ball;
      ASSERT_LT((ball - placed).norm(), 0.005) << "frame " << t << ", side " << index(side);
      ASSERT_NEAR(ball.y(), Body::kBallHeight, 0.005) << "frame " << t;
    }
  }
}

TEST_P(Dance, OneFootCarriesTheBodyUnlessItFliesOrTheFloorDoes) {
  const auto& performance = danced().performance;
  for (std::size_t t = 0; t < performance.contacts.size(); ++t) {
    if (performance.carriers[t] != Carrier::kFeet) continue;
    ASSERT_TRUE(performance.contacts[t][0] || performance.contacts[t][1]) << "frame " << t;
  }
}

TEST_P(Dance, NothingSinksIntoTheFloor) {
  const auto& [performance, traced] = danced();
  for (int t = 0; t < traced.frames(); ++t) {
    // Of who lies, elbows and knees are thinner than ankles are high.
    const double least = performance.carriers[t] == Carrier::kFloor ? 0.02 : 0.05;
    for (int j = 0; j < kJointCount; ++j) {
      const bool foot = j == kLeftToeBase || j == kRightToeBase;
      ASSERT_GT(traced.at(t, j).y(), foot ? Body::kBallHeight - 0.005 : least)
          << "frame " << t << ", joint " << j;
    }
    for (const Vec3& tip : traced.tips[t]) ASSERT_GT(tip.y(), -0.005) << "frame " << t;
  }
}

TEST_P(Dance, KneesBendForwardAsHingesAndNeverLock) {
  const auto& motion = danced().performance.motion;
  for (int t = 0; t < motion.frames(); ++t) {
    for (const int knee : {kLeftLeg, kRightLeg}) {
      const Vec3 bend = math::to_rotation_vector(motion.rotation(t, knee));
      ASSERT_GT(bend.x(), 4.0 * kDegree) << "frame " << t;
      ASSERT_LT(bend.x(), 140.0 * kDegree) << "frame " << t;
      ASSERT_LT(std::hypot(bend.y(), bend.z()), 1e-6) << "frame " << t;
    }
  }
}

TEST_P(Dance, ElbowsBendForwardOnly) {
  const auto& motion = danced().performance.motion;
  for (int t = 0; t < motion.frames(); ++t) {
    const double left = -math::to_rotation_vector(motion.rotation(t, kLeftForeArm)).y();
    const double right = math::to_rotation_vector(motion.rotation(t, kRightForeArm)).y();
    for (const double bend : {left, right}) {
      ASSERT_GE(bend, -1e-9) << "frame " << t;
      ASSERT_LT(bend, 150.0 * kDegree) << "frame " << t;
    }
  }
}

TEST_P(Dance, JointsNeverJump) {
  const auto& motion = danced().performance.motion;
  const auto velocity = test::angular_velocities(motion);
  for (std::size_t t = 0; t < velocity.size(); ++t) {
    for (int j = 0; j < motion.joints(); ++j) {
      ASSERT_LT(velocity[t][j].norm(), 15.0) << motion.skeleton().name(j) << " at frame " << t;
    }
  }
  const auto peaks = test::peak_accelerations(motion);
  EXPECT_LT(*std::max_element(peaks.begin(), peaks.end()), 400.0);
}

/// Accelerations within 0.6 s of a boundary between phrases, and those elsewhere.
std::pair<std::vector<double>, std::vector<double>> split_at_boundaries(const Performance& danced,
                                                                        int joints) {
  std::vector<double> boundary, inside;
  const auto peaks = test::peak_accelerations(danced.motion, joints);
  for (std::size_t t = 0; t < peaks.size(); ++t) {
    const double seconds = static_cast<double>(t + 1) / danced.motion.fps();
    const bool near = std::ranges::any_of(danced.boundaries_s,
                                          [&](double at) { return std::abs(seconds - at) < 0.6; });
    (near ? boundary : inside).push_back(peaks[t]);
  }
  return {boundary, inside};
}

TEST_P(Dance, PhraseBoundariesAreNoRougherThanTheInside) {
  // The whole body, and the body without the legs, whose steps would hide a jump of the trunk.
  for (const int joints : {static_cast<int>(kJointCount), static_cast<int>(kLeftUpLeg)}) {
    const auto [boundary, inside] = split_at_boundaries(danced().performance, joints);
    ASSERT_FALSE(boundary.empty());
    EXPECT_LE(*std::max_element(boundary.begin(), boundary.end()),
              1.1 * *std::max_element(inside.begin(), inside.end()));
    EXPECT_LE(test::quantile(boundary, 0.9), 1.6 * test::quantile(inside, 0.9));
  }
}

TEST_P(Dance, ArmsStayOutOfTheTrunk) {
  const Traced& traced = danced().traced;
  for (int t = 0; t < traced.frames(); ++t) {
    const Vec3 low = traced.at(t, kHips);
    const Vec3 up = traced.at(t, kNeck) - low;
    for (const int joint : {kLeftForeArm, kLeftHand, kRightForeArm, kRightHand}) {
      const Vec3 out = traced.at(t, joint) - low;
      const double along = std::clamp(out.dot(up) / up.squaredNorm(), 0.0, 1.0);
      ASSERT_GT((out - along * up).norm(), 0.16) << "frame " << t << ", joint " << joint;
    }
  }
}

TEST_P(Dance, TheBodyIsOverTheFootThatCarriesIt) {
  const auto& [performance, traced] = danced();
  // Dancers fall from step to step, so a median and a quantile; a body that ignored its weight
  // would be half a stance away all the time.
  std::vector<double> away;
  for (int t = 0; t < traced.frames(); ++t) {
    const auto& contact = performance.contacts[t];
    if (contact[0] == contact[1] || performance.carriers[t] != Carrier::kFeet) continue;
    const Side side = contact[0] ? Side::kLeft : Side::kRight;
    const Vec3 heel = traced.at(t, on(side, kLeftFoot));
    const Vec3 ball = traced.at(t, on(side, kLeftToeBase));
    Vec3 offset = test::centre_of_mass(traced, t) - 0.5 * (heel + ball);
    offset.y() = 0.0;
    away.push_back(offset.norm());
  }
  ASSERT_GT(away.size(), 50u);
  EXPECT_LT(test::quantile(away, 0.5), 0.10);
  EXPECT_LT(test::quantile(away, 0.95), 0.24);
}

std::vector<std::string> all_scores() {
  std::vector<std::string> names = test::shipped_names();
  names.insert(names.end(), {"mild", "languid", "driving"});
  return names;
}

INSTANTIATE_TEST_SUITE_P(Scores, Dance, testing::ValuesIn(all_scores()),
                         [](const auto& info) { return info.param; });

TEST(Performance, NeitherSideIsFavoured) {
  double left = 0.0, right = 0.0, air_left = 0.0, air_right = 0.0;
  for (const std::string& name : test::shipped_names()) {
    const Danced danced(test::shipped_score(name));
    double raised[2] = {0.0, 0.0};
    for (int t = 0; t < danced.traced.frames(); ++t) {
      raised[0] += danced.traced.at(t, kLeftHand).y();
      raised[1] += danced.traced.at(t, kRightHand).y();
      air_left += danced.performance.contacts[t][0] ? 0.0 : 1.0;
      air_right += danced.performance.contacts[t][1] ? 0.0 : 1.0;
    }
    EXPECT_NEAR(raised[0] / danced.traced.frames(), raised[1] / danced.traced.frames(), 0.06)
        << name;
    left += raised[0];
    right += raised[1];
  }
  EXPECT_NEAR(left / right, 1.0, 0.02);
  EXPECT_NEAR(air_left / air_right, 1.0, 0.1);
}

TEST(Performance, EveryKindDancesToBothSides) {
  for (const std::string& kind : phrase_kinds()) {
    const std::set<std::string> to_their_side = {"pirouette", "roll", "sit", "turn"};
    if (to_their_side.contains(kind)) continue;
    const Score score = test::score_of({kind}, "");
    const Danced danced(score);
    double height[2] = {0.0, 0.0};
    double reach[2] = {-1.0, -1.0};  // how far to its own side each hand gets
    for (int t = 0; t < danced.traced.frames(); ++t) {
      for (const Side side : {Side::kLeft, Side::kRight}) {
        const Vec3& hand = danced.traced.at(t, on(side, kLeftHand));
        height[index(side)] += hand.y() / danced.traced.frames();
        reach[index(side)] =
            std::max(reach[index(side)], sign(side) * (hand.x() - danced.traced.at(t, kHips).x()));
      }
    }
    EXPECT_NEAR(height[0], height[1], 0.08) << kind;
    EXPECT_NEAR(reach[0], reach[1], 0.12) << kind;
  }
}

TEST(Performance, TheSeedDecidesTheDetailsOnly) {
  const Score score = test::score_of({"sway", "kick"}, "");
  const Performance a = perform(score, 1);
  const Performance b = perform(score, 1);
  const Performance c = perform(score, 2);
  ASSERT_TRUE(std::ranges::equal(a.motion.rotations(), b.motion.rotations()));
  ASSERT_FALSE(std::ranges::equal(a.motion.rotations(), c.motion.rotations()));
  double largest = 0.0;
  for (int t = 0; t < a.motion.frames(); ++t) {
    largest = std::max(
        largest, math::angle_between(a.motion.rotation(t, kSpine2), c.motion.rotation(t, kSpine2)));
  }
  EXPECT_GT(largest, 0.5 * kDegree);
  EXPECT_LT(largest, 12.0 * kDegree);
}

TEST(Performance, EveryKindCanBeDancedAtTheEndsOfItsFactors) {
  for (const std::string& kind : phrase_kinds()) {
    for (const char* factors :
         {"tempo: 180, energy: 1, stance_width: 0.12", "tempo: 180, energy: 0, stance_width: 0.6",
          "tempo: 50, energy: 1, lean: 35", "tempo: 50, energy: 0"}) {
      const Performance danced = perform(test::score_of({kind}, factors), 1);
      for (const auto& row : test::angular_velocities(danced.motion)) {
        for (const Vec3& v : row) ASSERT_LT(v.norm(), 30.0) << kind << ", " << factors;
      }
    }
  }
}

TEST(Performance, EveryKindCanOpenFollowAndCloseADance) {
  // Each kind after each other kind, with lengths that are no multiple of its bar.
  for (const std::string& first : phrase_kinds()) {
    std::vector<std::string> kinds;
    for (const std::string& second : phrase_kinds()) {
      kinds.push_back(first);
      kinds.push_back(second);
    }
    Score score = test::score_of(kinds, "tempo: 110");
    double beats = 4.0;
    for (PhraseSpec& phrase : score.phrases) {
      phrase.beats = beats;
      beats = beats >= 10.0 ? 4.0 : beats + 1.0;
    }
    const Performance danced = perform(score, 1);
    for (const double value : danced.motion.rotations()) ASSERT_TRUE(std::isfinite(value)) << first;
  }
}

}  // namespace
}  // namespace poseaae::choreography
