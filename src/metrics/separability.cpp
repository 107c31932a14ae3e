#include <algorithm>

#include "labelled_tables.hpp"

namespace poseaae::metrics {

namespace {

/// D(t) of each class along a latent, as its rows are passed in ascending order. D falls wherever a
/// value is of another class, so its extremes lie right before and right after values of the class.
class Curves {
 public:
  Curves(const std::vector<int>& labels, int classes)
      : rows_(static_cast<double>(labels.size())),
        size_(Eigen::VectorXd::Zero(classes)),
        passed_(size_),
        lowest_(size_),
        highest_(size_) {
    for (const int label : labels) size_[label] += 1.0;
  }

  /// D of the class when `before` rows lie behind.
  void note(int label, double before) {
    const double others = rows_ - size_[label];
    if (others <= 0.0) return;
    const double d = passed_[label] / size_[label] - (before - passed_[label]) / others;
    lowest_[label] = std::min(lowest_[label], d);
    highest_[label] = std::max(highest_[label], d);
  }
  void pass(int label) { passed_[label] += 1.0; }

  /// Mean over classes that there are of max D - min D.
  [[nodiscard]] double mean_range() const {
    const auto there = (size_.array() > 0.0).count();
    return there > 0 ? (highest_ - lowest_).sum() / static_cast<double>(there) : 0.0;
  }

 private:
  double rows_;
  Eigen::VectorXd size_;    ///< rows of each class
  Eigen::VectorXd passed_;  ///< of them, those behind
  Eigen::VectorXd lowest_;
  Eigen::VectorXd highest_;
};

double interval_separability(const CodeTable& codes, std::size_t latent,
                             const FactorTable& factor) {
  const auto column = codes.standardised.col(static_cast<Eigen::Index>(latent));
  const std::vector<int>& order = codes.order[latent];
  const auto label_at = [&](std::size_t place) {
    return factor.labels[static_cast<std::size_t>(order[place])];
  };
  Curves curves(factor.labels, factor.classes);
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first + 1;  // no threshold parts equal values
    while (end < order.size() && column[order[end]] == column[order[first]]) ++end;
    for (std::size_t i = first; i < end; ++i) curves.note(label_at(i), static_cast<double>(first));
    for (std::size_t i = first; i < end; ++i) curves.pass(label_at(i));
    for (std::size_t i = first; i < end; ++i) curves.note(label_at(i), static_cast<double>(end));
    first = end;
  }
  return curves.mean_range();
}

}  // namespace

Eigen::MatrixXd separability(const CodeTable& codes, const FactorTables& factors) {
  Eigen::MatrixXd found(codes.latents(), static_cast<Eigen::Index>(factors.size()));
  for (Eigen::Index k = 0; k < found.cols(); ++k) {
    const FactorTable& factor = factors[static_cast<std::size_t>(k)];
    if (factor.categorical) {
      for (Eigen::Index j = 0; j < found.rows(); ++j) {
        found(j, k) = interval_separability(codes, static_cast<std::size_t>(j), factor);
      }
    } else {
      const Eigen::VectorXd value = standardised(factor.values);
      const Eigen::VectorXd correlation =
          codes.standardised.transpose() * value / static_cast<double>(codes.rows());
      found.col(k) = correlation.cwiseAbs2();
    }
  }
  return found;
}

Eigen::MatrixXd separability(const LabelledCodes& labelled) {
  labelled.validate();
  const int bins = DisentanglementOptions{}.bins;
  return separability(CodeTable(labelled.codes, bins), tables_of(labelled.factors, bins));
}

}  // namespace poseaae::metrics
