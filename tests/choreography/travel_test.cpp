#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "choreography/curves.hpp"
#include "choreography/phrases/kinds.hpp"
#include "measures.hpp"

/// Phrases that leave their place, and the dances made of them.
namespace poseaae::choreography {
namespace {

using test::Traced;

struct Danced {
  explicit Danced(const Score& score)
      : performance(perform(score, score.seed)), traced(performance.motion) {}
  explicit Danced(const std::string& phrase)
      : Danced(parse_score("phrases:\n  - {" + phrase + "}\n", "made in a test")) {}

  /// To the middle of the feet at the end, from the middle of the room, where a dance begins.
  [[nodiscard]] Vec3 way() const {
    const int last = traced.frames() - 1;
    Vec3 middle = 0.5 * (traced.at(last, kLeftFoot) + traced.at(last, kRightFoot));
    middle.y() = 0.0;
    return middle;
  }
  /// Degrees that the hips have turned to the left.
  [[nodiscard]] double turned() const {
    const Vec3 facing = traced.poses.back().rotations[kHips] * Vec3::UnitZ();
    return std::atan2(facing.x(), facing.z()) / kDegree;
  }
  Performance performance;
  Traced traced;
};

TEST(Travel, AWalkGoesAsFarAsItsStepsAre) {
  // Of eight beats seven are steps, the first of 0.6 of a stride; the last one closes.
  const Vec3 ahead = Danced("kind: walk, beats: 8, stride: 0.5").way();
  EXPECT_NEAR(ahead.z(), 6.6 * 0.5, 0.02);
  EXPECT_NEAR(ahead.x(), 0.0, 0.04);
  const Vec3 back = Danced("kind: walk, beats: 8, stride: -0.35, side: right").way();
  EXPECT_NEAR(back.z(), -6.6 * 0.35, 0.02);
}

TEST(Travel, AWalkBendsByItsCurve) {
  for (const double bend : {90.0, -90.0}) {
    const Danced walk(fmt::format("kind: walk, beats: 12, stride: 0.5, curve: {}", bend));
    EXPECT_NEAR(walk.turned(), bend, 8.0);
    // The chord of an arc bends by half of it.
    EXPECT_NEAR(std::atan2(walk.way().x(), walk.way().z()) / kDegree, 0.5 * bend, 8.0);
    EXPECT_GT(walk.way().norm(), 4.0);
  }
}

TEST(Travel, AChasseAndAGrapevineGoToTheirSide) {
  for (const char* side : {"left", "right"}) {
    const double left = std::string(side) == "left" ? 1.0 : -1.0;
    const std::string to = std::string(", side: ") + side;
    // Two bars: half a stride and two whole ones, then two.
    const Vec3 chasse = Danced("kind: chasse, beats: 8, stride: 0.3" + to).way();
    EXPECT_NEAR(chasse.x(), left * 4.5 * 0.3, 0.03) << side;
    EXPECT_NEAR(chasse.z(), 0.0, 0.03) << side;
    // A stride in two beats, and 0.6 of one in the first two.
    const Vec3 grapevine = Danced("kind: grapevine, beats: 8, stride: 0.5" + to).way();
    EXPECT_NEAR(grapevine.x(), left * 3.6 * 0.5, 0.03) << side;
    EXPECT_NEAR(grapevine.z(), 0.0, 0.03) << side;
  }
}

TEST(Travel, ATurnGoesOnWhereItWasHeading) {
  // Two steps are half a turn.
  const Danced on("kind: turn, beats: 8, turns: 1.5, stride: 0.25");
  EXPECT_NEAR(on.way().z(), 6 * 0.25, 0.05);
  EXPECT_NEAR(on.way().x(), 0.0, 0.05);
  EXPECT_NEAR(std::abs(on.turned()), 180.0, 12.0);
  EXPECT_LT(Danced("kind: turn, beats: 8, turns: 1.5").way().norm(), 0.05);
}

TEST(Travel, TheHipsOfAWalkGoOnEvenly) {
  const Danced walk("kind: walk, beats: 16, stride: 0.5, tempo: 100");
  const double even = 0.5 * 100.0 / 60.0;
  for (int t = 72; t < 216; ++t) {  // beats 4 to 12
    const double speed = 30.0 * (walk.traced.at(t + 1, kHips).z() - walk.traced.at(t, kHips).z());
    ASSERT_GT(speed, 0.7 * even) << "frame " << t;
    ASSERT_LT(speed, 1.3 * even) << "frame " << t;
  }
}

TEST(Travel, AnArmSwingsAheadByAddingToItsDirection) {
  ArmPose arm{.raise = 30.0, .open = 90.0};  // (0.5 aside, 0 ahead, 0.866 down)
  swing_ahead(arm, 0.5);
  EXPECT_NEAR(arm.open, 45.0, 1e-9);
  EXPECT_NEAR(arm.raise, std::atan2(std::sqrt(0.5), std::sqrt(0.75)) / kDegree, 1e-9);
  swing_ahead(arm, 0.0);
  EXPECT_NEAR(arm.open, 45.0, 1e-9);
}

TEST(Travel, TheDancesCrossTheFloorAndComeBack) {
  for (const std::string& name : test::travelling_names()) {
    const Danced dance(test::shipped_score(name));
    Vec3 low = Vec3::Zero(), high = Vec3::Zero();
    double path = 0.0;
    for (int t = 0; t < dance.traced.frames(); ++t) {
      const Vec3& hips = dance.traced.at(t, kHips);
      low = low.cwiseMin(hips);
      high = high.cwiseMax(hips);
      if (t == 0) continue;
      Vec3 step = hips - dance.traced.at(t - 1, kHips);
      step.y() = 0.0;
      path += step.norm();
    }
    const double widest = std::max(high.x() - low.x(), high.z() - low.z());
    EXPECT_GT(widest, 4.0) << name;
    EXPECT_LT(widest, 8.0) << name;
    EXPECT_GT(path, 2.0 * widest) << name;
  }
}

}  // namespace
}  // namespace poseaae::choreography
