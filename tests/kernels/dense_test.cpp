#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "levels.hpp"

namespace poseaae {
namespace {

using kernels::Activation;
using kernels::kLanes;

constexpr std::array kActivations{Activation::kLinear, Activation::kRelu, Activation::kLeakyRelu,
                                  Activation::kElu,    Activation::kSilu, Activation::kTanh,
                                  Activation::kSigmoid};

double function(Activation activation, double x) {
  switch (activation) {
    case Activation::kLinear:
      return x;
    case Activation::kRelu:
      return std::max(0.0, x);
    case Activation::kLeakyRelu:
      return x > 0 ? x : 0.01 * x;
    case Activation::kElu:
      return x > 0 ? x : std::expm1(x);
    case Activation::kSilu:
      return x / (1 + std::exp(-x));
    case Activation::kTanh:
      return std::tanh(x);
    case Activation::kSigmoid:
      return 1 / (1 + std::exp(-x));
  }
  return x;
}

double slope(Activation activation, double x) {
  const double h = 1e-6;
  return (function(activation, x + h) - function(activation, x - h)) / (2 * h);
}

/// A layer with its data, and the same computed the plain way, in doubles.
template <typename T>
struct Sample {
  Sample(Random& random, std::size_t in, std::size_t out, std::size_t panels, Activation activation)
      : in(in),
        out(out),
        panels(panels),
        weights(kernels::blocked_size(in, out), T(0)),
        bias(kernels::padded(out), T(0)),
        x(test::random_numbers<T>(random, panels * in * kLanes)),
        dy(test::random_numbers<T>(random, panels * out * kLanes)),
        dense{in, out, activation, weights.data(), bias.data()} {
    for (std::size_t o = 0; o < out; ++o) {
      bias[o] = static_cast<T>(random.normal());
      for (std::size_t i = 0; i < in; ++i) {
        weights[kernels::blocked_index(in, o, i)] =
            static_cast<T>(random.normal() / std::sqrt(static_cast<double>(in)));
      }
    }
  }
  [[nodiscard]] double w(std::size_t o, std::size_t i) const {
    return weights[kernels::blocked_index(in, o, i)];
  }
  /// Number of `rows` rows a panel, of sample s.
  static std::size_t at(std::size_t rows, std::size_t s, std::size_t row) {
    return ((s / kLanes) * rows + row) * kLanes + s % kLanes;
  }

  std::size_t in, out, panels;
  kernels::Buffer<T> weights, bias, x, dy;
  kernels::Dense<T> dense;
};

// Sizes on both sides of every block and register limit.
struct Size {
  std::size_t in, out, panels;
};
constexpr std::array kSizes{Size{1, 1, 1},    Size{8, 8, 1},   Size{16, 16, 2},
                            Size{17, 15, 3},  Size{88, 64, 5}, Size{64, 88, 17},
                            Size{33, 50, 16}, Size{3, 129, 1}, Size{33, 1, 17}};

TEST(Dense, ForwardIsTheFormula) {
  Random random(3);
  test::at_every_level([&]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    for (const auto& [in, out, panels] : kSizes) {
      for (const Activation activation : kActivations) {
        const Sample<T> s(random, in, out, panels, activation);
        kernels::Buffer<T> y(panels * out * kLanes);
        kernels::Buffer<T> before(y.size());
        kernel.dense_forward(s.dense, panels, s.x.data(), y.data(),
                             kernels::derivative_needs_input(activation) ? before.data() : nullptr);
        for (std::size_t lane = 0; lane < panels * kLanes; ++lane) {
          for (std::size_t o = 0; o < out; ++o) {
            double sum = s.bias[o];
            for (std::size_t i = 0; i < in; ++i) sum += s.w(o, i) * s.x[s.at(in, lane, i)];
            ASSERT_NEAR(y[s.at(out, lane, o)], function(activation, sum), tolerance)
                << in << " x " << out << ", activation " << static_cast<int>(activation);
            if (kernels::derivative_needs_input(activation)) {
              ASSERT_NEAR(before[s.at(out, lane, o)], sum, tolerance);
            }
          }
        }
      }
    }
  });
}

TEST(Dense, NotANumberComesThrough) {
  Random random(4);
  test::at_every_level([&]<typename T>(const kernels::Table<T>& kernel, double) {
    for (const Activation activation : kActivations) {
      Sample<T> s(random, 5, 3, 1, activation);
      s.x[2 * kLanes + 7] = std::numeric_limits<T>::quiet_NaN();
      kernels::Buffer<T> y(3 * kLanes);
      kernel.dense_forward(s.dense, 1, s.x.data(), y.data(), nullptr);
      EXPECT_TRUE(std::isnan(y[7])) << static_cast<int>(activation);
      EXPECT_FALSE(std::isnan(y[8]));
    }
  });
}

TEST(Dense, ActivationsHaveTheirDerivatives) {
  test::at_every_level([&]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    for (const Activation activation : kActivations) {
      kernels::Buffer<T> x(4 * kLanes);
      for (std::size_t i = 0; i < x.size(); ++i) {
        x[i] = static_cast<T>(0.25 * static_cast<double>(i) - 8.1);
      }
      kernels::Buffer<T> y(x.size());
      for (std::size_t i = 0; i < x.size(); ++i) y[i] = static_cast<T>(function(activation, x[i]));
      kernels::Buffer<T> dy(x.size(), T(2));
      kernel.activation_backward(activation, 4, 1, y.data(), x.data(), dy.data());
      for (std::size_t i = 0; i < x.size(); ++i) {
        EXPECT_NEAR(dy[i], 2 * slope(activation, x[i]), std::max(tolerance, 1e-8))
            << static_cast<int>(activation) << " at " << x[i];
      }
    }
  });
}

TEST(Dense, BackwardGivesTheTransposedProducts) {
  Random random(5);
  test::at_every_level([&]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    for (const auto& [in, out, panels] : kSizes) {
      const Sample<T> s(random, in, out, panels, Activation::kLinear);
      kernels::Buffer<T> dx(s.x.size());
      kernel.dense_backward_input(s.dense, panels, s.dy.data(), dx.data());
      for (std::size_t lane = 0; lane < panels * kLanes; ++lane) {
        for (std::size_t i = 0; i < in; ++i) {
          double sum = 0;
          for (std::size_t o = 0; o < out; ++o) sum += s.w(o, i) * s.dy[s.at(out, lane, o)];
          ASSERT_NEAR(dx[s.at(in, lane, i)], sum, tolerance * 10) << in << " x " << out;
        }
      }
    }
  });
}

TEST(Dense, GradientsOfTheParametersAreSumsOverSamplesAndCanBeAdded) {
  Random random(6);
  test::at_every_level([&]<typename T>(const kernels::Table<T>& kernel, double tolerance) {
    for (const auto& [in, out, panels] : kSizes) {
      const Sample<T> s(random, in, out, panels, Activation::kLinear);
      kernels::Buffer<T> scratch(panels * kernels::padded(out) * kLanes);
      kernels::Buffer<T> dw(s.weights.size(),
                            T(99));  // what was there is stored over, then added to
      kernels::Buffer<T> db(s.bias.size(), T(99));
      for (const bool add : {false, true}) {
        kernel.dense_backward_weights(s.dense, panels, s.x.data(), s.dy.data(), scratch.data(), add,
                                      dw.data(), db.data());
      }
      for (std::size_t o = 0; o < kernels::padded(out); ++o) {
        double bias = 0;
        for (std::size_t lane = 0; o < out && lane < panels * kLanes; ++lane) {
          bias += s.dy[s.at(out, lane, o)];
        }
        ASSERT_NEAR(db[o], 2 * bias, tolerance * 50);
        for (std::size_t i = 0; i < in; ++i) {
          double sum = 0;
          for (std::size_t lane = 0; o < out && lane < panels * kLanes; ++lane) {
            sum += s.dy[s.at(out, lane, o)] * s.x[s.at(in, lane, i)];
          }
          ASSERT_NEAR(dw[kernels::blocked_index(in, o, i)], 2 * sum, tolerance * 50)
              << in << " x " << out;
        }
      }
    }
  });
}

}  // namespace
}  // namespace poseaae
