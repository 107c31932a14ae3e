#include <algorithm>
#include <cmath>
#include <functional>

#include "labelled_tables.hpp"

namespace poseaae::metrics {

namespace {

/// -sum p ln p of counts, over all of them.
double entropy_of(const Eigen::VectorXi& counts) {
  const double total = counts.sum();
  double nats = 0.0;
  for (const int count : counts) {
    if (count > 0) nats -= count / total * std::log(count / total);
  }
  return nats;
}

/// (bins, classes) how often a bin and a class come together.
Eigen::MatrixXi joint_counts(const std::vector<int>& bins, int bin_count,
                             const std::vector<int>& labels, int classes) {
  Eigen::MatrixXi counts = Eigen::MatrixXi::Zero(bin_count, classes);
  for (std::size_t i = 0; i < bins.size(); ++i) ++counts(bins[i], labels[i]);
  return counts;
}

}  // namespace

MutualInformation mutual_information(const CodeTable& codes, const FactorTables& factors) {
  const auto count = static_cast<Eigen::Index>(factors.size());
  MutualInformation found{Eigen::MatrixXd(codes.latents(), count), Eigen::VectorXd(count)};
  for (Eigen::Index k = 0; k < count; ++k) {
    const FactorTable& factor = factors[static_cast<std::size_t>(k)];
    for (Eigen::Index j = 0; j < codes.latents(); ++j) {
      const Eigen::MatrixXi joint = joint_counts(codes.binned[static_cast<std::size_t>(j)],
                                                 codes.bins, factor.labels, factor.classes);
      const double of_factor = entropy_of(joint.colwise().sum().transpose());
      found.entropy[k] = of_factor;
      // I(z; v) = H(z) + H(v) - H(z, v); rounding may leave it a hair below 0.
      found.nats(j, k) = std::max(
          0.0, entropy_of(joint.rowwise().sum()) + of_factor - entropy_of(joint.reshaped()));
    }
  }
  return found;
}

MutualInformation mutual_information(const LabelledCodes& labelled, int bins) {
  labelled.validate();
  return mutual_information(CodeTable(labelled.codes, bins), tables_of(labelled.factors, bins));
}

Eigen::VectorXd MutualInformation::gaps() const {
  Eigen::VectorXd gaps(nats.cols());
  for (Eigen::Index k = 0; k < nats.cols(); ++k) {
    gaps[k] = entropy[k] > 0.0 ? mean_gap(nats.col(k)) / entropy[k] : 0.0;
  }
  return gaps;
}

double mean_gap(const Eigen::MatrixXd& by_factor) {
  double sum = 0.0;
  for (Eigen::Index k = 0; k < by_factor.cols(); ++k) {
    Eigen::VectorXd column = by_factor.col(k);
    std::partial_sort(column.begin(), column.begin() + 2, column.end(), std::greater<>());
    sum += column[0] - column[1];
  }
  return sum / static_cast<double>(by_factor.cols());
}

}  // namespace poseaae::metrics
