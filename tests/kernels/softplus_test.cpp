#include <cmath>

#include "levels.hpp"

namespace poseaae {
namespace {

using kernels::kLanes;

TEST(Softplus, IsTheCrossEntropyOfALogitWithItsGradient) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    for (const double sign : {-1.0, 1.0}) {
      for (const std::size_t lanes : {std::size_t{1}, std::size_t{11}, kLanes}) {
        kernels::Buffer<T> x(kLanes);
        for (std::size_t i = 0; i < kLanes; ++i) {
          x[i] = static_cast<T>((static_cast<double>(i) - 7.0) * (i % 3 == 0 ? 12.0 : 0.3));
        }
        kernels::Buffer<T> dx(kLanes, T(5));
        double expected = 0;
        for (std::size_t i = 0; i < lanes; ++i) {
          const double z = sign * static_cast<double>(x[i]);
          expected += std::max(z, 0.0) + std::log1p(std::exp(-std::abs(z)));
        }
        const double sum = kernel.softplus(static_cast<T>(sign), lanes, T(3), x.data(), dx.data());
        EXPECT_NEAR(sum, expected, tolerance * (1 + expected));
        for (std::size_t i = 0; i < kLanes; ++i) {
          const double sigmoid = 1 / (1 + std::exp(-sign * static_cast<double>(x[i])));
          EXPECT_NEAR(dx[i], i < lanes ? 3 * sign * sigmoid : 0.0, tolerance) << i;
        }
      }
    }
  });
}

TEST(Softplus, SigmoidsAreSummedOverTheLanesAskedFor) {
  test::at_every_level([]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    Random random(7);
    const auto x = test::random_numbers<T>(random, kLanes);
    double expected = 0;
    for (std::size_t i = 0; i < 9; ++i) expected += 1 / (1 + std::exp(-static_cast<double>(x[i])));
    EXPECT_NEAR(kernel.sigmoid_sum(9, x.data()), expected, tolerance * 9);
  });
}

}  // namespace
}  // namespace poseaae
