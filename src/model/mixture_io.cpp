#include "mixture_io.hpp"

namespace poseaae::model {

namespace {

using RowMajor = BatchOf<double>;

}  // namespace

void save_mixture(h5::Group group, const Mixture& mixture) {
  const auto count = static_cast<std::size_t>(mixture.components());
  const auto dim = static_cast<std::size_t>(mixture.dim());
  const RowMajor means = mixture.means;
  std::vector<double> covariances;
  for (const Eigen::MatrixXd& covariance : mixture.covariances) {
    covariances.insert(covariances.end(), covariance.data(), covariance.data() + covariance.size());
  }
  group.write<double>("weights", {mixture.weights.data(), count}, {count});
  group.write<double>("means", {means.data(), count * dim}, {count, dim});
  group.write<double>("covariances", covariances, {count, dim, dim});
}

Mixture load_mixture(const h5::Group& group, std::size_t dim) {
  const auto weights = group.read<double>("weights").values;
  const std::size_t count = weights.size();
  const auto means = group.read<double>("means", {count, dim});
  const auto covariances = group.read<double>("covariances", {count, dim, dim});
  const auto rows = static_cast<Eigen::Index>(count);
  const auto size = static_cast<Eigen::Index>(dim);
  Mixture mixture{Eigen::Map<const Eigen::VectorXd>(weights.data(), rows),
                  Eigen::Map<const RowMajor>(means.data(), rows, size),
                  {}};
  for (std::size_t k = 0; k < count; ++k) {
    mixture.covariances.emplace_back(
        Eigen::Map<const Eigen::MatrixXd>(&covariances[k * dim * dim], size, size));
  }
  return mixture;
}

}  // namespace poseaae::model
