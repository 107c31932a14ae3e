#include "swings.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace poseaae::footing {
namespace {

using mocap::Vec3;

constexpr double kStep_m = 0.06;
constexpr double kRest_m = 0.08;  // of the ankle; the toe lies on the floor

/// A foot that stands for five frames, goes 0.4 m ahead at one speed in 20 and stands again.
struct Foot {
  static constexpr int kStands = 5;
  static constexpr int kSwings = 20;
  static constexpr int kFrames = 2 * kStands + kSwings;
  LegTrack leg;
  Touch touch;
  Hold hold;
  std::vector<double> floor = std::vector<double>(kFrames, 0.0);
  std::vector<char> supported = std::vector<char>(kFrames, 1);
  Timeline time{kFrames, 30.0, false};

  explicit Foot(double height = 0.0, double way = 0.4) {
    const std::vector<Vec3> nothing(kFrames, Vec3::Zero());
    hold = {nothing, nothing, {}};
    for (int t = 0; t < kFrames; ++t) {
      const bool stands = t < kStands || t >= kStands + kSwings;
      // The last frame of the swing is where the foot stands next, so that its way is 0 to 1.
      const double part = std::clamp((t - kStands + 1.0) / kSwings, 0.0, 1.0);
      const Vec3 ankle(0.1, kRest_m + (stands ? 0.0 : height), way * part);
      leg.leg.push_back({ankle + Vec3(0, 0.8, 0), ankle + Vec3(0, 0.4, 0.05), ankle});
      leg.heel.emplace_back(0, 0, 0);
      leg.toe.emplace_back(0, -kRest_m, 0.15);
      touch.heel.push_back(stands ? 1 : 0);
      touch.toe.push_back(stands ? 1 : 0);
      hold.held.push_back(stands ? 1 : 0);
    }
  }
  [[nodiscard]] std::vector<double> lifted(double ramp_s = 0.0) const {
    return lifts(leg, touch, hold, floor, supported, time, kStep_m, ramp_s);
  }
};

double arch(double share) { return 1.0 - std::pow(2.0 * share - 1.0, 6); }

TEST(Swings, AFootThatDragsIsLiftedAlongItsWay) {
  const Foot foot;
  const auto lift = foot.lifted();
  for (int k = 0; k < Foot::kSwings; ++k) {
    EXPECT_NEAR(lift[Foot::kStands + k], kStep_m * arch((k + 1.0) / Foot::kSwings), 1e-12) << k;
  }
  for (int k = 0; k < Foot::kStands; ++k) {
    EXPECT_EQ(lift[k], 0.0);
    EXPECT_EQ(lift[Foot::kFrames - 1 - k], 0.0);
  }
}

/// With a ramp of three frames, a quarter, a half and three quarters of the way up it: 3 t^2 - 2
/// t^3 are 5/32, 1/2 and 27/32. The last frame of the swing is where the foot stands.
TEST(Swings, AFastFootRisesAndSinksGently) {
  const auto lift = Foot().lifted(0.1);
  const std::vector<double> ramp{5.0 / 32.0, 0.5, 27.0 / 32.0, 1.0};
  for (int k = 0; k < 4; ++k) {
    const double up = arch((k + 1.0) / Foot::kSwings);
    const double down = arch(1.0 - static_cast<double>(k) / Foot::kSwings);
    EXPECT_NEAR(lift[Foot::kStands + k], kStep_m * up * ramp[k], 1e-12) << k;
    EXPECT_NEAR(lift[Foot::kStands + Foot::kSwings - 1 - k], kStep_m * down * ramp[k], 1e-12) << k;
  }
  Foot cut;
  for (int t = 0; t < Foot::kStands; ++t) cut.hold.held[t] = 0;
  EXPECT_NEAR(cut.lifted(0.1).front(), kStep_m, 1e-12);
}

/// Of a step of 5 cm half as high.
TEST(Swings, ShortStepsAreLow) {
  const auto lift = Foot(0.0, 0.05).lifted();
  EXPECT_NEAR(lift[Foot::kStands + Foot::kSwings / 2 - 1], 0.5 * kStep_m, 1e-12);
}

/// Heights are added as the third power: a step of 12 cm rises by 12 (1.125^(1/3) - 1) cm = 5 mm.
TEST(Swings, HighStepsStayAsTheyAre) {
  const auto lift = Foot(0.12).lifted();
  EXPECT_NEAR(lift[Foot::kStands + Foot::kSwings / 2 - 1], 0.12 * (std::cbrt(1.125) - 1.0), 1e-12);
}

TEST(Swings, LeapsStayAsTheyAre) {
  Foot foot;
  for (int k = 0; k < 6; ++k) foot.supported[Foot::kStands + k] = 0;  // 14 of 20 are supported
  for (const double lift : foot.lifted()) EXPECT_EQ(lift, 0.0);
}

/// A clip that begins or ends in the middle of a step has it there at its highest.
TEST(Swings, ACutStepBeginsInTheAir) {
  Foot foot;
  for (int t = 0; t < Foot::kStands; ++t) foot.hold.held[t] = 0;
  EXPECT_NEAR(foot.lifted().front(), kStep_m, 1e-12);
  EXPECT_NEAR(foot.lifted()[Foot::kFrames - Foot::kStands - 1], 0.0, 1e-12);
}

}  // namespace
}  // namespace poseaae::footing
