#include "poseaae/base/random.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "poseaae/base/error.hpp"

namespace poseaae {
namespace {

// [rand.predef]: the 10000th output of a mt19937_64 with its default seed, 5489.
TEST(Random, SamplesFromTheEngineThatTheStandardFixes) {
  Random random(5489);
  for (int i = 1; i < 10'000; ++i) (void)random.uniform();
  EXPECT_EQ(random.uniform(), static_cast<double>(9981545732273789042U >> 11) / 9007199254740992.0);
}

TEST(Random, TheSameSeedGivesTheSameStreamAndAnotherSeedAnother) {
  Random a(7);
  Random b(7);
  Random c(8);
  int equal = 0;
  for (int i = 0; i < 100; ++i) {
    const double value = a.uniform();
    EXPECT_EQ(value, b.uniform());
    equal += value == c.uniform() ? 1 : 0;
  }
  EXPECT_EQ(equal, 0);
}

TEST(Random, UniformFillsItsRangeEvenly) {
  Random random(1);
  constexpr int kSamples = 100'000;
  std::array<int, 10> bins{};
  for (int i = 0; i < kSamples; ++i) {
    const double value = random.uniform(-2.0, 3.0);
    ASSERT_GE(value, -2.0);
    ASSERT_LT(value, 3.0);
    ++bins[static_cast<std::size_t>((value + 2.0) * 2.0)];
  }
  // A bin holds 10000 on average with a standard deviation of 95.
  for (const int count : bins) EXPECT_NEAR(count, kSamples / 10, 500);
}

TEST(Random, NormalHasTheMomentsOfTheStandardNormal) {
  Random random(2);
  constexpr int kSamples = 200'000;
  std::array<double, 5> moment{};
  int beyond_two = 0;
  for (int i = 0; i < kSamples; ++i) {
    const double value = random.normal();
    ASSERT_TRUE(std::isfinite(value));
    for (int k = 1; k <= 4; ++k) moment[k] += std::pow(value, k) / kSamples;
    beyond_two += std::abs(value) > 2.0 ? 1 : 0;
  }
  EXPECT_NEAR(moment[1], 0.0, 0.01);
  EXPECT_NEAR(moment[2], 1.0, 0.016);
  EXPECT_NEAR(moment[3], 0.0, 0.05);
  EXPECT_NEAR(moment[4], 3.0, 0.12);
  EXPECT_NEAR(static_cast<double>(beyond_two) / kSamples, 0.0455, 0.003);
}

TEST(Random, FillNormalSamplesAsNormalDoes) {
  Random one(3);
  Random other(3);
  std::vector<float> values(50);
  one.fill_normal(values);
  for (const float value : values) EXPECT_EQ(value, static_cast<float>(other.normal()));
}

TEST(Random, BelowIsEvenOverItsRange) {
  Random random(4);
  std::array<int, 6> counts{};
  for (int i = 0; i < 60'000; ++i) ++counts.at(random.below(6));
  for (const int count : counts) EXPECT_NEAR(count, 10'000, 500);
}

TEST(Random, BelowIsUnbiasedWhereTheRemainderWouldNotBe) {
  // 3 * 2^62 possible values: plain bits % count would give the lowest third twice as often.
  Random random(5);
  constexpr std::uint64_t kCount = std::uint64_t{3} << 62;
  int lowest = 0;
  for (int i = 0; i < 30'000; ++i) lowest += random.below(kCount) < kCount / 3 ? 1 : 0;
  EXPECT_NEAR(lowest, 10'000, 450);
}

RC_GTEST_PROP(RandomProperty, BelowStaysBelow, (std::uint64_t seed, std::uint64_t count)) {
  RC_PRE(count > 0U);
  Random random(seed);
  for (int i = 0; i < 10; ++i) RC_ASSERT(random.below(count) < count);
}

RC_GTEST_PROP(RandomProperty, ShuffleIsAPermutation, (std::uint64_t seed, std::vector<int> items)) {
  std::vector<int> shuffled = items;
  Random(seed).shuffle(std::span(shuffled));
  RC_ASSERT(std::is_permutation(items.begin(), items.end(), shuffled.begin(), shuffled.end()));
}

TEST(Random, ShuffleReachesEveryOrderEquallyOften) {
  Random random(6);
  std::array<int, 64> seen{};
  for (int i = 0; i < 12'000; ++i) {
    std::array<int, 3> order{0, 1, 2};
    random.shuffle(std::span<int>(order));
    ++seen[static_cast<std::size_t>(order[0] + 4 * order[1] + 16 * order[2])];
  }
  EXPECT_EQ(std::count_if(seen.begin(), seen.end(), [](int n) { return n > 0; }), 6);
  for (const int count : seen) {
    EXPECT_TRUE(count == 0 || std::abs(count - 2000) < 200) << count;
  }
}

TEST(Random, SaveAndLoadContinueTheStreamExactly) {
  Random random(9);
  for (int i = 0; i < 777; ++i) (void)random.normal();
  const std::string state = random.save();
  Random copy(0);
  copy.load(state);
  EXPECT_EQ(copy.save(), state);
  for (int i = 0; i < 1000; ++i) ASSERT_EQ(random.normal(), copy.normal());
}

TEST(Random, RefusesADamagedStateAndGoesOnAsIfNothingHappened) {
  Random random(10);
  const std::string state = random.save();
  EXPECT_THROW(random.load(""), ModelError);
  EXPECT_THROW(random.load("not numbers"), ModelError);
  EXPECT_THROW(random.load(state.substr(0, state.size() / 2)), ModelError);
  EXPECT_THROW(random.load(state + " 12"), ModelError);
  EXPECT_EQ(random.save(), state);
}

}  // namespace
}  // namespace poseaae
