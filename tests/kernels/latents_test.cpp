#include <cmath>
#include <iterator>

#include "levels.hpp"

namespace poseaae {
namespace {

using kernels::kLanes;

/// Sample i's number f in panels of `features` rows.
template <typename T>
T& at(kernels::Buffer<T>& panels, std::size_t features, std::size_t i, std::size_t f) {
  return panels[((i / kLanes) * features + f) * kLanes + i % kLanes];
}

/// The kernel from its definition, in double.
double multiquadratic(kernels::Buffer<double>& x, std::size_t lanes, kernels::Buffer<double>& y,
                      std::size_t samples, std::size_t features) {
  double total = 0.0;
  for (std::size_t i = 0; i < lanes; ++i) {
    for (std::size_t j = 0; j < samples; ++j) {
      double squared = 0.0;
      for (std::size_t f = 0; f < features; ++f) {
        squared += std::pow(at(x, features, i, f) - at(y, features, j, f), 2);
      }
      for (const double scale : kernels::kMultiquadraticScales) {
        const double c = 2.0 * static_cast<double>(features) * scale;
        total += c / (c + squared) / static_cast<double>(std::size(kernels::kMultiquadraticScales));
      }
    }
  }
  return total;
}

template <typename T>
kernels::Buffer<double> in_double(const kernels::Buffer<T>& values) {
  kernels::Buffer<double> converted(values.size());
  std::copy(values.begin(), values.end(), converted.begin());
  return converted;
}

TEST(Multiquadratic, IsTheSumOverAllPairs) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    Random random(31);
    for (const std::size_t features : {1UL, 5UL, 16UL}) {
      for (const std::size_t samples : {1UL, 6UL, 35UL}) {
        const auto x = test::random_numbers<T>(random, features * kLanes);
        const auto y = test::random_numbers<T>(random, features * kernels::padded(samples));
        auto x_wide = in_double(x);
        auto y_wide = in_double(y);
        const double expected = multiquadratic(x_wide, 13, y_wide, samples, features);
        EXPECT_NEAR(kernel.multiquadratic(features, 13, x.data(), samples, y.data(), T(1), nullptr),
                    expected, tolerance * (1 + expected));
      }
    }
  });
}

TEST(Multiquadratic, OfSamplesWithThemselvesIsOneEach) {
  const auto& kernel = kernels::table<double>();
  const kernels::Buffer<double> x(3 * kLanes, 0.5);  // all alike
  EXPECT_NEAR(kernel.multiquadratic(3, 4, x.data(), 7, x.data(), 1.0, nullptr), 4.0 * 7.0, 1e-12);
}

TEST(Multiquadratic, AddsTheGradientByTheFirstSamples) {
  for (const auto level : kernels::supported_levels()) {
    const auto& kernel = kernels::table<double>(level);
    Random random(32);
    constexpr std::size_t kFeatures = 4, kSamples = 21, kOurs = 14;
    auto x = test::random_numbers<double>(random, kFeatures * kLanes);
    auto y = test::random_numbers<double>(random, kFeatures * kernels::padded(kSamples));
    kernels::Buffer<double> gradient(x.size(), 2.0);
    (void)kernel.multiquadratic(kFeatures, kOurs, x.data(), kSamples, y.data(), -3.0,
                                gradient.data());
    for (std::size_t i = 0; i < kLanes; ++i) {
      for (std::size_t f = 0; f < kFeatures; ++f) {
        double& number = at(x, kFeatures, i, f);
        const double kept = number;
        number = kept + 1e-5;
        const double above = multiquadratic(x, kOurs, y, kSamples, kFeatures);
        number = kept - 1e-5;
        const double below = multiquadratic(x, kOurs, y, kSamples, kFeatures);
        number = kept;
        EXPECT_NEAR(at(gradient, kFeatures, i, f), 2.0 - 3.0 * (above - below) / 2e-5, 1e-6);
      }
    }
  }
}

TEST(GaussianEncoder, SamplesFromMeanAndLogVariance) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    Random random(33);
    constexpr std::size_t kFeatures = 3, kPanels = 2;
    auto output = test::random_numbers<T>(random, 2 * kFeatures * kPanels * kLanes);
    auto noise = test::random_numbers<T>(random, kFeatures * kPanels * kLanes);
    kernels::Buffer<T> z(noise.size());
    kernel.sample(kFeatures, kPanels, output.data(), noise.data(), z.data());
    for (std::size_t i = 0; i < kPanels * kLanes; ++i) {
      for (std::size_t f = 0; f < kFeatures; ++f) {
        const double expected = at(output, 2 * kFeatures, i, f) +
                                std::exp(at(output, 2 * kFeatures, i, kFeatures + f) / 2.0) *
                                    at(noise, kFeatures, i, f);
        EXPECT_NEAR(at(z, kFeatures, i, f), expected, tolerance * (1 + std::abs(expected)));
      }
    }
  });
}

// KL(N(m, s^2) || N(0, 1)) = (m^2 + s^2 - 1 - log s^2) / 2: 0 at the prior itself, and 2 at m = 2.
TEST(GaussianEncoder, DivergenceHasItsClosedForm) {
  const auto& kernel = kernels::table<double>();
  kernels::Buffer<double> output(2 * kLanes, 0.0);
  const kernels::Buffer<double> noise(kLanes, 0.0);
  EXPECT_EQ(kernel.divergence(1, 5, 1.0, output.data(), noise.data(), noise.data(), nullptr), 0.0);
  std::fill_n(output.begin(), kLanes, 2.0);
  EXPECT_NEAR(kernel.divergence(1, 3, 1.0, output.data(), noise.data(), noise.data(), nullptr), 6.0,
              1e-12);
  std::fill_n(output.begin(), kLanes, 0.0);
  std::fill_n(output.begin() + kLanes, kLanes, std::log(4.0));
  EXPECT_NEAR(kernel.divergence(1, 1, 1.0, output.data(), noise.data(), noise.data(), nullptr),
              (4.0 - 1.0 - std::log(4.0)) / 2.0, 1e-12);
}

// The objective: g . z + factor KL, by finite differences.
TEST(GaussianEncoder, GradientGoesThroughTheSampling) {
  for (const auto level : kernels::supported_levels()) {
    const auto& kernel = kernels::table<double>(level);
    Random random(34);
    constexpr std::size_t kFeatures = 3, kOurs = 13;
    constexpr double kFactor = 0.7;
    auto output = test::random_numbers<double>(random, 2 * kFeatures * kLanes);
    const auto noise = test::random_numbers<double>(random, kFeatures * kLanes);
    const auto by_z = test::random_numbers<double>(random, kFeatures * kLanes);
    kernels::Buffer<double> gradient(output.size());
    kernels::Buffer<double> z(noise.size());
    (void)kernel.divergence(kFeatures, kOurs, kFactor, output.data(), noise.data(), by_z.data(),
                            gradient.data());
    const auto objective = [&] {
      kernel.sample(kFeatures, 1, output.data(), noise.data(), z.data());
      double total = kFactor * kernel.divergence(kFeatures, kOurs, 1.0, output.data(), noise.data(),
                                                 by_z.data(), nullptr);
      for (std::size_t i = 0; i < z.size(); ++i) {
        if (i % kLanes < kOurs) total += by_z[i] * z[i];
      }
      return total;
    };
    for (std::size_t i = 0; i < output.size(); ++i) {
      const double kept = output[i];
      output[i] = kept + 1e-6;
      const double above = objective();
      output[i] = kept - 1e-6;
      const double below = objective();
      output[i] = kept;
      EXPECT_NEAR(gradient[i], (above - below) / 2e-6, 1e-7);
    }
  }
}

// Whatever it is beyond, the log variance counts as 5: z = m + e^2.5 n, the divergence is
// (m^2 + e^5 - 1 - 5) / 2, and the gradients are that of n e^2.5 / 2 and (e^5 - 1) / 2.
TEST(GaussianEncoder, BoundsTheVariance) {
  const double variance = std::exp(5.0);
  const double deviation = std::exp(2.5);
  test::at_every_level([&]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    for (const double beyond : {5.5, 80.0, 1e6}) {
      kernels::Buffer<T> output(2 * kLanes, T(2));
      std::fill_n(output.begin() + kLanes, kLanes, static_cast<T>(beyond));
      const kernels::Buffer<T> noise(kLanes, T(-3));
      const kernels::Buffer<T> by_z(kLanes, T(0.25));
      kernels::Buffer<T> z(kLanes);
      kernels::Buffer<T> gradient(2 * kLanes);
      kernel.sample(1, 1, output.data(), noise.data(), z.data());
      EXPECT_NEAR(z[0], 2.0 - 3.0 * deviation, tolerance * 100);
      const double total = kernel.divergence(1, 1, T(0.5), output.data(), noise.data(), by_z.data(),
                                             gradient.data());
      EXPECT_NEAR(total, (4.0 + variance - 6.0) / 2.0, tolerance * 1000);
      EXPECT_NEAR(gradient[0], 0.25 + 0.5 * 2.0, tolerance);
      EXPECT_NEAR(gradient[kLanes], 0.5 * (0.25 * deviation * -3.0 + 0.5 * (variance - 1.0)),
                  tolerance * 1000);
    }
  });
}

TEST(GaussianEncoder, DoesNotHideWhatIsNoNumber) {
  const auto& kernel = kernels::table<float>();
  kernels::Buffer<float> output(2 * kLanes, 0.0F);
  output[kLanes] = std::numeric_limits<float>::quiet_NaN();  // the log variance of the first
  const kernels::Buffer<float> noise(kLanes, 1.0F);
  EXPECT_TRUE(std::isnan(
      kernel.divergence(1, 1, 1.0F, output.data(), noise.data(), noise.data(), nullptr)));
}

TEST(Dropout, KeepsTheShareAskedForAndTheMean) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    constexpr std::size_t kFeatures = 200, kPanels = 40;
    const kernels::Buffer<T> ones(kFeatures * kPanels * kLanes, T(1));
    kernels::Buffer<T> y(ones.size());
    kernel.dropout({.rate = 0.3, .key = 77}, kFeatures, 0, kPanels, ones.data(), y.data());
    std::size_t kept = 0;
    for (const T v : y) {
      kept += v != T(0);
      EXPECT_TRUE(v == T(0) || std::abs(static_cast<double>(v) - 1.0 / 0.7) < tolerance);
    }
    // 128,000 numbers: the share is within four standard deviations, 0.0051
    EXPECT_NEAR(static_cast<double>(kept) / static_cast<double>(y.size()), 0.7, 0.0051);
  });
}

TEST(Dropout, DependsOnPlaceAndKeyNotOnThePieceComputed) {
  const auto& kernel = kernels::table<float>();
  constexpr std::size_t kFeatures = 7, kPanels = 5;
  const kernels::Buffer<float> ones(kFeatures * kPanels * kLanes, 1.0F);
  kernels::Buffer<float> whole(ones.size()), pieces(ones.size()), other(ones.size());
  kernel.dropout({0.5, 1}, kFeatures, 0, kPanels, ones.data(), whole.data());
  kernel.dropout({0.5, 2}, kFeatures, 0, kPanels, ones.data(), other.data());
  constexpr std::size_t kHead = 2 * kFeatures * kLanes;
  kernel.dropout({0.5, 1}, kFeatures, 0, 2, ones.data(), pieces.data());
  kernel.dropout({0.5, 1}, kFeatures, 2, 3, ones.data() + kHead, pieces.data() + kHead);
  EXPECT_EQ(whole, pieces);
  EXPECT_NE(whole, other);
}

}  // namespace
}  // namespace poseaae
