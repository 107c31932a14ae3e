#include "attributes/tempo.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "samples.hpp"

namespace poseaae::attributes {
namespace {

Batch circle(int frames, double hz, double fps, float radius) {
  Batch rows(frames, 2);
  for (int t = 0; t < frames; ++t) {
    const double phase = 2.0 * std::numbers::pi * hz * t / fps;
    rows(t, 0) = radius * static_cast<float>(std::cos(phase)) + 3.0F;
    rows(t, 1) = radius * static_cast<float>(std::sin(phase));
  }
  return rows;
}

TEST(FrequencyTest, OfASwingIsItsOwnWhateverItsSize) {
  // 4 s at 1.5 Hz; a chord of 2 pi hz / fps is shorter than its arc by a part in 600.
  EXPECT_NEAR(frequency(circle(240, 1.5, 60, 1.0F), 60), 1.5, 0.01);
  EXPECT_NEAR(frequency(circle(240, 1.5, 60, 20.0F), 60), 1.5, 0.01);
  EXPECT_EQ(frequency(Batch::Constant(10, 2, 4.0F), 60), 0.0);
  EXPECT_THROW((void)frequency(Batch::Zero(1, 2), 60), UsageError);
}

TEST(TempoRatioTest, ComparesClipsOfOneContent) {
  // Old walks at 1 Hz instead of 2, and runs at 1.5 instead of 3; there is a normal sit of 0.2 Hz.
  const std::vector<test::PlantedClip> clips{{"walk", "normal", 1, 120},
                                             {"walk", "old", 1, 120},
                                             {"run", "normal", 1, 120},
                                             {"run", "old", 1, 120},
                                             {"sit", "normal", 1, 150}};
  const auto data = test::Planted::data(clips);
  Batch latents(data.size(), 2);
  latents << circle(120, 2, 30, 1.0F), circle(120, 1, 30, 2.0F), circle(120, 3, 30, 1.0F),
      circle(120, 1.5, 30, 1.0F), circle(150, 0.2, 30, 1.0F);
  const auto labels = label(data, {.attributes = {"style=old"}, .neutral = "style=normal"})[0];
  EXPECT_NEAR(tempo_ratio(data, latents, labels), 0.5, 0.01);
}

TEST(TempoRatioTest, IsOneWhereClipsHaveNoLabel) {
  auto data = test::Planted::data({{"walk", "normal"}, {"walk", "old"}});
  for (int i = 0; i < data.size(); ++i) data.labels["energy"].push_back(static_cast<float>(i % 9));
  const auto labels = label(data, {.attributes = {"energy"}})[0];
  EXPECT_EQ(tempo_ratio(data, Batch::Random(data.size(), 2), labels), 1.0);
}

}  // namespace
}  // namespace poseaae::attributes
