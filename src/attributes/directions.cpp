#include "attributes/directions.hpp"

#include <map>

#include "poseaae/base/error.hpp"

namespace poseaae::attributes {

namespace {

struct Sums {
  Eigen::VectorXd has;
  Eigen::VectorXd neutral;
  double has_count = 0.0;
  double neutral_count = 0.0;
};

std::map<int, Sums> sums_by_content(const Batch& latents, const Contrast& contrast, bool matched) {
  std::map<int, Sums> sums;
  for (std::size_t i = 0; i < contrast.rows.size(); ++i) {
    Sums& sum = sums[matched ? contrast.content[i] : 0];
    if (sum.has.size() == 0) {
      sum.has = sum.neutral = Eigen::VectorXd::Zero(latents.cols());
    }
    const bool has = contrast.labels[i] == 1;
    (has ? sum.has : sum.neutral) += latents.row(contrast.rows[i]).cast<double>().transpose();
    (has ? sum.has_count : sum.neutral_count) += 1.0;
  }
  return sums;
}

}  // namespace

Eigen::VectorXd mean_difference(const Batch& latents, const Contrast& contrast) {
  const bool given = contrast.content.size() == contrast.rows.size();
  for (const bool matched : {given, false}) {
    Eigen::VectorXd difference = Eigen::VectorXd::Zero(latents.cols());
    double total = 0.0;
    for (const auto& [content, sum] : sums_by_content(latents, contrast, matched)) {
      if (sum.has_count == 0.0 || sum.neutral_count == 0.0) continue;
      const double weight = sum.has_count * sum.neutral_count / (sum.has_count + sum.neutral_count);
      difference += weight * (sum.has / sum.has_count - sum.neutral / sum.neutral_count);
      total += weight;
    }
    if (total > 0.0) return difference / total;
  }
  throw UsageError(
      "mean difference: expected both poses with the attribute and neutral poses, found only one "
      "kind");
}

Eigen::VectorXd logistic_direction(const metrics::Logistic& probe,
                                   const Eigen::VectorXd& mean_difference) {
  const Eigen::VectorXd w = probe.gradient();
  const double square = w.squaredNorm();
  return square > 0.0 ? Eigen::VectorXd(w * (w.dot(mean_difference) / square)) : w;
}

}  // namespace poseaae::attributes
