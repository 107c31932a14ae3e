#include "poseaae/training/engine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::training {

TermValues::TermValues(std::size_t count, double value) : size_(count) {
  if (count > kMaxLossTerms) {
    throw Error(fmt::format("at most {} loss terms, found {}", kMaxLossTerms, count));
  }
  std::fill(begin(), end(), value);
}

TermValues::TermValues(std::initializer_list<double> values) : TermValues(values.size(), 0.0) {
  std::copy(values.begin(), values.end(), begin());
}

Engine::~Engine() = default;

Batch evaluation_noise(Eigen::Index rows, Eigen::Index columns) {
  Batch noise(rows, columns);
  Random(0).fill_normal({noise.data(), static_cast<std::size_t>(noise.size())});
  return noise;
}

}  // namespace poseaae::training
