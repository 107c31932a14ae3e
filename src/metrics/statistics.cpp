#include "poseaae/metrics/statistics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "poseaae/base/error.hpp"
#include "poseaae/base/random.hpp"

namespace poseaae::metrics {

namespace {

/// What a clip adds to both sums of a ratio.
struct Share {
  double numerator = 0.0;
  double denominator = 0.0;
};

std::vector<Share> by_clip(const Eigen::VectorXd& numerator, const Eigen::VectorXd& denominator,
                           const std::vector<int>& clips) {
  if (numerator.size() == 0 || denominator.size() != numerator.size() ||
      clips.size() != static_cast<std::size_t>(numerator.size())) {
    throw UsageError(fmt::format(
        "bootstrap: expected at least one value and the clip of each, found {}, {} and {} clips",
        numerator.size(), denominator.size(), clips.size()));
  }
  std::map<int, Share> shares;
  for (std::size_t i = 0; i < clips.size(); ++i) {
    Share& share = shares[clips[i]];
    share.numerator += numerator[static_cast<Eigen::Index>(i)];
    share.denominator += denominator[static_cast<Eigen::Index>(i)];
  }
  std::vector<Share> in_order;
  for (const auto& [clip, share] : shares) in_order.push_back(share);
  return in_order;
}

double ratio_of(const Share& sum) { return sum.numerator / sum.denominator; }

}  // namespace

Interval clip_bootstrap(const Eigen::VectorXd& values, const std::vector<int>& clips, int resamples,
                        std::uint64_t seed) {
  return clip_bootstrap_ratio(values, Eigen::VectorXd::Ones(values.size()), clips, resamples, seed);
}

Interval clip_bootstrap_ratio(const Eigen::VectorXd& numerator, const Eigen::VectorXd& denominator,
                              const std::vector<int>& clips, int resamples, std::uint64_t seed) {
  const std::vector<Share> shares = by_clip(numerator, denominator, clips);
  const double mean = ratio_of({numerator.sum(), denominator.sum()});
  if (shares.size() == 1 || resamples < 1) return {mean, mean, mean};
  Random random(seed);
  std::vector<double> means;
  for (int r = 0; r < resamples; ++r) {
    Share sum;
    for (std::size_t i = 0; i < shares.size(); ++i) {
      const Share& share = shares[random.below(shares.size())];
      sum.numerator += share.numerator;
      sum.denominator += share.denominator;
    }
    means.push_back(ratio_of(sum));
  }
  constexpr double kLow = 2.5;
  return {mean, percentile(means, kLow), percentile(means, 100.0 - kLow)};
}

Spread spread(const std::vector<double>& values) {
  std::vector<double> known;
  std::copy_if(values.begin(), values.end(), std::back_inserter(known),
               [](double value) { return !std::isnan(value); });
  if (known.empty()) throw UsageError("mean and spread: expected a value, found none");
  const Eigen::Map<const Eigen::ArrayXd> all(known.data(), static_cast<Eigen::Index>(known.size()));
  Spread result{all.mean(), 0.0, all.minCoeff(), all.maxCoeff(), static_cast<int>(known.size())};
  if (known.size() > 1) {
    result.deviation =
        std::sqrt((all - result.mean).square().sum() / static_cast<double>(known.size() - 1));
  }
  return result;
}

double percentile(std::vector<double> values, double p) {
  if (values.empty()) throw UsageError("percentile: expected a value, found none");
  std::sort(values.begin(), values.end());
  const double place = std::clamp(p, 0.0, 100.0) / 100.0 * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, values.size() - 1);
  return values[below] + (place - static_cast<double>(below)) * (values[above] - values[below]);
}

double wasserstein_1(std::vector<double> a, std::vector<double> b) {
  if (a.empty() || b.empty()) {
    throw UsageError("distance of distributions: expected values of both, found none");
  }
  constexpr int kQuantiles = 500;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const auto at = [](const std::vector<double>& sorted, double share) {
    return sorted[static_cast<std::size_t>(share * static_cast<double>(sorted.size()))];
  };
  double sum = 0.0;
  for (int i = 0; i < kQuantiles; ++i) {
    const double share = (i + 0.5) / kQuantiles;
    sum += std::abs(at(a, share) - at(b, share));
  }
  return sum / kQuantiles;
}

}  // namespace poseaae::metrics
