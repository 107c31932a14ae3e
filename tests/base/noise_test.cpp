#include "poseaae/base/noise.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace poseaae {
namespace {

// kat_vectors of Random123, the authors' implementation.
TEST(Philox, GivesTheKnownAnswers) {
  using Words = std::array<std::uint32_t, 4>;
  constexpr std::uint32_t kOnes = 0xFFFFFFFFU;
  EXPECT_EQ(philox({0, 0, 0, 0}, {0, 0}), (Words{0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8}));
  EXPECT_EQ(philox({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
            (Words{0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD}));
  EXPECT_EQ(philox({0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344}, {0xA4093822, 0x299F31D0}),
            (Words{0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1}));
}

constexpr std::size_t kColumns = 10;  // not a multiple of a block

/// Rows one after the other.
std::vector<double> numbers(std::uint64_t seed, std::int64_t step, std::uint32_t stream,
                            std::uint32_t rows) {
  std::vector<float> row(kColumns);
  std::vector<double> all;
  for (std::uint32_t i = 0; i < rows; ++i) {
    Noise(seed, step, stream).fill_normal(i, row);
    all.insert(all.end(), row.begin(), row.end());
  }
  return all;
}

double product_mean(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  const std::size_t count = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < count; ++i) sum += a[i] * b[i];
  return sum / static_cast<double>(count);
}

constexpr std::uint32_t kRows = 40'000;
constexpr double kFive = 5.0 / 632.0;  // five standard errors of a mean of 400,000 numbers

TEST(Noise, HasTheMomentsAndTailsOfTheNormalDistribution) {
  const auto all = numbers(7, 3, 0, kRows);
  const auto mean_of = [&](auto power) {
    double sum = 0.0;
    for (const double z : all) sum += power(z);
    return sum / static_cast<double>(all.size());
  };
  // Variances of z, z^2, z^3, z^4: 1, 2, 15, 96.
  EXPECT_NEAR(mean_of([](double z) { return z; }), 0.0, kFive);
  EXPECT_NEAR(mean_of([](double z) { return z * z; }), 1.0, kFive * std::sqrt(2.0));
  EXPECT_NEAR(mean_of([](double z) { return z * z * z; }), 0.0, kFive * std::sqrt(15.0));
  EXPECT_NEAR(mean_of([](double z) { return z * z * z * z; }), 3.0, kFive * std::sqrt(96.0));
  for (const double limit : {1.0, 2.0, 3.0, 4.0}) {
    const double expected = 0.5 * std::erfc(limit / std::sqrt(2.0));
    for (const double sign : {1.0, -1.0}) {
      EXPECT_NEAR(mean_of([&](double z) { return sign * z > limit ? 1.0 : 0.0; }), expected,
                  kFive * std::sqrt(expected))
          << sign * limit;
    }
  }
}

TEST(Noise, IsUncorrelatedBetweenColumnsRowsStepsStreamsAndSeeds) {
  const auto all = numbers(7, 3, 0, kRows);
  for (const std::size_t apart : {std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{4},
                                  kColumns, 2 * kColumns, 16 * kColumns}) {
    const std::vector<double> later(all.begin() + static_cast<std::ptrdiff_t>(apart), all.end());
    EXPECT_NEAR(product_mean(all, later), 0.0, kFive) << apart;
    const auto squares = [](std::vector<double> values) {
      for (double& value : values) value = value * value - 1.0;
      return values;
    };
    EXPECT_NEAR(product_mean(squares(all), squares(later)), 0.0, 2.0 * kFive) << apart;
  }
  EXPECT_NEAR(product_mean(all, numbers(7, 4, 0, kRows)), 0.0, kFive);
  EXPECT_NEAR(product_mean(all, numbers(7, 3, 1, kRows)), 0.0, kFive);
  EXPECT_NEAR(product_mean(all, numbers(8, 3, 0, kRows)), 0.0, kFive);
  EXPECT_NEAR(product_mean(all, numbers(7 + (1ULL << 40U), 3, 0, kRows)), 0.0, kFive);
}

TEST(Noise, ANumberDependsOnItsPlaceAlone) {
  const Noise noise(7, 3, 0);
  std::vector<float> few(3), many(9);
  noise.fill_normal(5, few);
  noise.fill_normal(5, many);
  EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
  EXPECT_EQ(noise.normal(5, 1)[2], many[6]);
  EXPECT_NE(noise.normal(6, 1)[2], many[6]);
}

TEST(Noise, UniformNumbersFillTheInterval) {
  const Noise noise(1, 0, 2);
  std::vector<int> tenths(10, 0);
  for (std::uint32_t row = 0; row < 10'000; ++row) {
    const double u = noise.uniform(row);
    ASSERT_TRUE(u > 0.0 && u < 1.0);
    ++tenths[static_cast<std::size_t>(10.0 * u)];
  }
  for (const int count : tenths) EXPECT_NEAR(count, 1000, 150);
}

}  // namespace
}  // namespace poseaae
