#pragma once

#include "poseaae/base/random.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::nn::test {

/// (B, columns) standard normal numbers.
[[nodiscard]] inline Batch random_batch(Random& random, int rows, int columns) {
  Batch batch(rows, columns);
  random.fill_normal({batch.data(), static_cast<std::size_t>(batch.size())});
  return batch;
}

}  // namespace poseaae::nn::test
