#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "poseaae/base/random.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/nn/layer_kind.hpp"
#include "poseaae/nn/network.hpp"

namespace poseaae::nn::test {

/// (B, columns) standard normal numbers.
[[nodiscard]] inline Batch random_batch(Random& random, int rows, int columns) {
  Batch batch(rows, columns);
  random.fill_normal({batch.data(), static_cast<std::size_t>(batch.size())});
  return batch;
}

/// The same in either precision, from a stream that is used one number at a time.
template <typename T>
[[nodiscard]] BatchOf<T> normal(Random& random, Eigen::Index rows, Eigen::Index columns) {
  return BatchOf<T>::NullaryExpr(rows, columns, [&] { return static_cast<T>(random.normal()); });
}

/// Expects of `gradient` the slopes of loss(network) by about `checks` numbers of every array of
/// the network: central differences, which are 0 by the arrays that do not learn.
template <typename Loss>
void expect_slopes(const Network& gradient, const Network& network, std::size_t checks,
                   const Loss& loss) {
  const auto& layers = network.layers();
  for (std::size_t layer = 0; layer < layers.size(); ++layer) {
    for (std::size_t array = 0; array < layers[layer].arrays.size(); ++array) {
      const auto& values = layers[layer].arrays[array];
      for (std::size_t i = 0; i < values.size(); i += 1 + values.size() / checks) {
        const auto loss_at = [&](float value) {
          auto changed = layers;
          changed[layer].arrays[array][i] = value;
          return loss(Network(std::move(changed), network.skip()));
        };
        const float up = values[i] + 1e-3F;
        const float down = values[i] - 1e-3F;
        const double slope =
            (loss_at(up) - loss_at(down)) / (static_cast<double>(up) - static_cast<double>(down));
        const double expected = learns(layers[layer].spec) ? slope : 0.0;
        EXPECT_NEAR(gradient.layers()[layer].arrays[array][i], expected,
                    1e-6 + 1e-5 * std::abs(expected))
            << "layer " << layer << ", array " << array << ", number " << i;
      }
    }
  }
}

}  // namespace poseaae::nn::test
