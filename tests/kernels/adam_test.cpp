#include <cmath>

#include "levels.hpp"

namespace poseaae {
namespace {

TEST(AdamKernel, IsTheFormulaOverTheSumOfTheParts) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    Random random(8);
    for (const std::size_t count : {1U, 15U, 16U, 33U, 1000U}) {
      constexpr std::size_t kParts = 3;
      const auto gradients = test::random_numbers<T>(random, kParts * count);
      auto p = test::random_numbers<T>(random, count);
      auto m = test::random_numbers<T>(random, count);
      auto v = test::random_numbers<T>(random, count);
      for (std::size_t i = 0; i < count; ++i) v[i] = i == 0 ? T(0) : v[i] * v[i];
      const auto p0 = p, m0 = m, v0 = v;
      const kernels::AdamRates<T> rates{T(0.01), T(1.5),  T(0.9),  T(0.1),
                                        T(0.99), T(0.01), T(1e-8), T(0.25)};
      kernel.adam(rates, count, gradients.data(), kParts, count, p.data(), m.data(), v.data());
      double squares = 0;
      for (std::size_t i = 0; i < count; ++i) {
        const double g =
            static_cast<double>(gradients[i]) + gradients[count + i] + gradients[2 * count + i];
        squares += g * g;
        const double m1 = 0.9 * m0[i] + 0.1 * 0.25 * g;
        const double v1 = 0.99 * v0[i] + 0.01 * 0.0625 * g * g;
        EXPECT_NEAR(m[i], m1, tolerance);
        EXPECT_NEAR(v[i], v1, tolerance);
        EXPECT_NEAR(p[i], p0[i] - 0.01 * m1 / (std::sqrt(v1) * 1.5 + 1e-8), tolerance);
      }
      EXPECT_NEAR(kernel.squared_norm(count, gradients.data(), kParts, count), squares,
                  tolerance * (1 + squares));
    }
  });
}

TEST(AdamKernel, LeavesAParameterThatNeverHadAGradientAlone) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double) {
    kernels::Buffer<T> p(kernels::kLanes, T(0.5)), m(p.size(), T(0)), v(p.size(), T(0)),
        g(p.size(), T(0));
    const kernels::AdamRates<T> rates{T(0.01),  T(31),    T(0.9),  T(0.1),
                                      T(0.999), T(0.001), T(1e-8), T(1)};
    kernel.adam(rates, p.size(), g.data(), 1, 0, p.data(), m.data(), v.data());
    EXPECT_EQ(p, kernels::Buffer<T>(p.size(), T(0.5)));
  });
}

}  // namespace
}  // namespace poseaae
