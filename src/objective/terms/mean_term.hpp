#pragma once

#include <cmath>

#include "poseaae/objective/term.hpp"

namespace poseaae::objective {

/// A term of decoded rows that is a mean: over the samples, and over some numbers of each.
template <typename T>
class MeanTerm : public Term<T> {
 public:
  void begin() override { sums_.clear(); }
  void value(const Pass<T>& pass, Losses& losses) const override {
    if (count_ > 0) this->own(losses) = sums_.total() / all(pass);
  }

 protected:
  /// `count`: the numbers of a sample.
  MeanTerm(const TermSetup<T>& setup, std::size_t count)
      : Term<T>(setup), count_(count), sums_(setup.threads) {}

  /// Adds a row's numbers in the first `lanes` lanes to the sum that becomes the mean.
  void add(const DecodedPanel<T>& panel, const T* row, double weight = 1.0) {
    double sum = 0.0;
    for (std::size_t lane = 0; lane < panel.lanes; ++lane) sum += static_cast<double>(row[lane]);
    sums_[panel.thread] += weight * sum;
  }
  /// What a gradient of the sum is multiplied by: the share of the mean, and the term's weight.
  [[nodiscard]] T factor(const Pass<T>& pass) const {
    return static_cast<T>(this->weight(pass) / all(pass));
  }

 private:
  [[nodiscard]] double all(const Pass<T>& pass) const {
    return static_cast<double>(pass.batch.samples * count_);
  }

  std::size_t count_;
  PerThread<double> sums_;
};

/// The length of a vector (x, y, z) in each lane, three rows; the vector becomes its direction, 0
/// where the length is.
template <typename T>
void split_length(T* vector, T* length) {
  using kernels::kLanes;
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    T& x = vector[lane];
    T& y = vector[kLanes + lane];
    T& z = vector[2 * kLanes + lane];
    length[lane] = std::sqrt(x * x + y * y + z * z);
    const T inverse = length[lane] > T(0) ? T(1) / length[lane] : T(0);
    x *= inverse;
    y *= inverse;
    z *= inverse;
  }
}

}  // namespace poseaae::objective
