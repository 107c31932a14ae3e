#include "poseaae/objective/slices.hpp"

#include <algorithm>
#include <numeric>

#include "poseaae/base/random.hpp"
#include "poseaae/math/normal.hpp"

namespace poseaae::objective {

Eigen::MatrixXf slice_directions(Eigen::Index features, Eigen::Index count, std::int64_t step) {
  Eigen::MatrixXf directions(features, count + features);
  Random random(static_cast<std::uint64_t>(step));
  random.fill_normal({directions.data(), static_cast<std::size_t>(features * count)});
  directions.leftCols(count).colwise().normalize();
  directions.rightCols(features).setIdentity();
  return directions;
}

std::vector<double> normal_quantiles(std::size_t count) {
  std::vector<double> quantiles(count);
  for (std::size_t i = 0; i < count; ++i) {
    quantiles[i] =
        math::normal_quantile((static_cast<double>(i) + 0.5) / static_cast<double>(count));
  }
  return quantiles;
}

template <typename T>
void Slices<T>::set_directions(Eigen::Index features, Eigen::Index count, std::int64_t step) {
  directions_ = slice_directions(features, count, step).template cast<T>();
}

template <typename T>
T Slices<T>::distance(const BatchOf<T>& x, const Column& targets, T factor, BatchOf<T>& gradient) {
  seen_.noalias() = x * directions_;
  const Eigen::Index samples = seen_.rows();
  const T share = T(1) / static_cast<T>(seen_.size());
  T total = 0;
  order_.resize(static_cast<std::size_t>(samples));
  for (Eigen::Index d = 0; d < seen_.cols(); ++d) {
    auto column = seen_.col(d);
    const auto target = targets.col(targets.cols() == 1 ? 0 : d);
    std::iota(order_.begin(), order_.end(), 0);
    std::sort(order_.begin(), order_.end(), [&](int a, int b) { return column[a] < column[b]; });
    for (Eigen::Index i = 0; i < samples; ++i) {
      T& place = column[order_[static_cast<std::size_t>(i)]];
      const T apart = place - target[i];
      total += apart * apart;
      place = T(2) * factor * share * apart;  // from here on the gradient
    }
  }
  gradient.noalias() = seen_ * directions_.transpose();
  return share * total;
}

template <typename T>
T Slices<T>::to_normal(const BatchOf<T>& x, T factor, BatchOf<T>& gradient) {
  if (targets_.rows() != x.rows() || targets_.cols() != 1) {
    const auto quantiles = normal_quantiles(static_cast<std::size_t>(x.rows()));
    targets_ = Eigen::Map<const Eigen::VectorXd>(quantiles.data(), x.rows()).cast<T>();
  }
  return distance(x, targets_, factor, gradient);
}

template <typename T>
T Slices<T>::to_samples(const BatchOf<T>& x, const BatchOf<T>& y, T factor, BatchOf<T>& gradient) {
  targets_.noalias() = y * directions_;
  for (Eigen::Index d = 0; d < targets_.cols(); ++d) {
    std::sort(targets_.col(d).begin(), targets_.col(d).end());
  }
  return distance(x, targets_, factor, gradient);
}

template class Slices<float>;
template class Slices<double>;

}  // namespace poseaae::objective
