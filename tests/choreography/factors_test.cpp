#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "choreography/curves.hpp"
#include "measures.hpp"

/// A label is only worth its name when turning it changes the dance.
namespace poseaae::choreography {
namespace {

using test::Traced;

const std::vector<std::string> kKinds = {"sway", "step_touch", "arm_wave", "level", "body_roll"};

struct Danced {
  explicit Danced(const std::vector<std::string>& kinds, const std::string& factors)
      : performance(perform(test::score_of(kinds, factors), 1)), traced(performance.motion) {}

  template <typename Measure>
  [[nodiscard]] double average(Measure measure) const {
    std::vector<double> values;
    for (int t = 0; t < traced.frames(); ++t) values.push_back(measure(t));
    return test::mean(values);
  }
  Performance performance;
  Traced traced;
};

TEST(Factors, ArmHeightLiftsTheHands) {
  double last = 0.0;
  for (const char* height : {"0", "0.5", "1"}) {
    const Danced dance(kKinds, std::string("arm_height: ") + height);
    const double hands = dance.average([&](int t) {
      return 0.5 * (dance.traced.at(t, kLeftHand).y() + dance.traced.at(t, kRightHand).y());
    });
    EXPECT_GT(hands, last + 0.12) << height;
    last = hands;
  }
}

TEST(Factors, StanceWidthSetsTheFeetApart) {
  double last = 0.0;
  for (const double width : {0.15, 0.35, 0.55}) {
    const Danced dance({"sway", "level", "body_roll"}, fmt::format("stance_width: {}", width));
    const double feet = dance.average([&](int t) {
      Vec3 apart = dance.traced.at(t, kLeftFoot) - dance.traced.at(t, kRightFoot);
      apart.y() = 0.0;
      return apart.norm();
    });
    EXPECT_NEAR(feet, width, 0.06);
    EXPECT_GT(feet, last + 0.1);
    last = feet;
  }
}

TEST(Factors, LeanTiltsTheTrunk) {
  const auto lean = [](const char* degrees) {
    const Danced dance(kKinds, std::string("lean: ") + degrees);
    return dance.average([&](int t) { return test::trunk_lean_deg(dance.traced, t); });
  };
  const double upright = lean("0");
  EXPECT_NEAR(lean("20") - upright, 16.0, 6.0);
  EXPECT_NEAR(lean("-15") - upright, -12.0, 5.0);
}

TEST(Factors, EnergySpeedsTheBody) {
  const auto speed = [](const char* energy) {
    const Danced dance(kKinds, std::string("energy: ") + energy);
    const auto velocity = test::angular_velocities(dance.performance.motion);
    double sum = 0.0;
    for (const auto& row : velocity) {
      for (const Vec3& v : row) sum += v.norm();
    }
    return sum / static_cast<double>(velocity.size() * kJointCount);
  };
  const double low = speed("0.1");
  const double high = speed("0.9");
  EXPECT_GT(high, 1.4 * low);
}

/// The frequency at which a track's mean-free part has most power, by a plain Fourier sum.
double dominating_hertz(const std::vector<double>& track, double fps, double low, double high) {
  const double centre = test::mean(track);
  double best = 0.0, strongest = -1.0;
  for (double hertz = low; hertz < high; hertz += 0.01) {
    double c = 0.0, s = 0.0;
    for (std::size_t t = 0; t < track.size(); ++t) {
      const double angle = kTau * hertz * static_cast<double>(t) / fps;
      c += (track[t] - centre) * std::cos(angle);
      s += (track[t] - centre) * std::sin(angle);
    }
    if (c * c + s * s > strongest) {
      strongest = c * c + s * s;
      best = hertz;
    }
  }
  return best;
}

TEST(Factors, TempoSetsTheStepFrequency) {
  for (const double tempo : {80.0, 100.0, 130.0}) {
    const Danced dance({"step_touch", "step_touch"}, fmt::format("tempo: {}", tempo));
    // Side to side and back takes four beats.
    std::vector<double> sideways;
    for (int t = 0; t < dance.traced.frames(); ++t) {
      sideways.push_back(dance.traced.at(t, kHips).x());
    }
    EXPECT_NEAR(dominating_hertz(sideways, 30.0, 0.1, 2.0), tempo / 60.0 / 4.0, 0.03) << tempo;
  }
}

TEST(Factors, LabelsAreTheFactorsAndContinuous) {
  for (const std::string& name : test::shipped_names()) {
    const Score score = test::shipped_score(name);
    const Performance danced = perform(score, score.seed);
    ASSERT_EQ(danced.labels.size(), static_cast<std::size_t>(danced.motion.frames()));
    for (int i = 0; i < kFactorCount; ++i) {
      const FactorInfo& info = factor_infos()[i];
      const double range = info.high - info.low;
      double low = info.high, high = info.low;
      for (std::size_t t = 1; t < danced.labels.size(); ++t) {
        ASSERT_LT(std::abs(danced.labels[t][i] - danced.labels[t - 1][i]), 0.03 * range) << name;
        low = std::min(low, danced.labels[t][i]);
        high = std::max(high, danced.labels[t][i]);
      }
      EXPECT_GE(low, info.low);
      EXPECT_LE(high, info.high);
      EXPECT_GT(high - low, 0.05 * range) << info.column << " hardly varies in " << name;
    }
  }
}

}  // namespace
}  // namespace poseaae::choreography
