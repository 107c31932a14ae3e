#include <Eigen/QR>
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <numeric>
#include <span>

#include "labelled_tables.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/metrics/disentanglement.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::metrics {

namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

/// Each score against `count` values of it; every sample has a seed of its own, so that threads do
/// not matter.
std::array<Null, 6> nulls(const Scores& scores, int count, const DisentanglementOptions& options,
                          std::uint64_t stream, const std::function<Scores(Random&)>& sample) {
  std::vector<Scores> sampled(static_cast<std::size_t>(count));
  parallel_for(sampled.size(), options.threads, [&](std::size_t i) {
    constexpr std::uint64_t kStride = 1'000'003;  // seeds of neighbouring numbers share no sample
    Random random((options.seed * 2 + stream) * kStride + i);
    sampled[i] = sample(random);
  });
  std::array<Null, 6> found;
  for (std::size_t s = 0; s < found.size(); ++s) {
    std::vector<double> values;
    values.reserve(sampled.size());
    for (const Scores& one : sampled) values.push_back(one.*score_list()[s].value);
    found[s] = null_of(scores.*score_list()[s].value, values);
  }
  return found;
}

}  // namespace

std::vector<int> shuffled_rows(const std::vector<int>& groups, Random& random) {
  std::map<int, std::vector<int>> rows_of_group;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    rows_of_group[groups[i]].push_back(static_cast<int>(i));
  }
  std::vector<const std::vector<int>*> sources;
  sources.reserve(rows_of_group.size());
  for (const auto& [group, rows] : rows_of_group) sources.push_back(&rows);
  random.shuffle(std::span(sources));
  constexpr std::size_t kEnough = 8;  // of which there are 40,320 orders
  const bool few = sources.size() < kEnough;
  std::vector<int> from(groups.size());
  std::size_t next = 0;
  for (const auto& [group, rows] : rows_of_group) {
    const std::vector<int>& source = *sources[next++];
    const std::size_t start = few ? random.below(source.size()) : 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      from[static_cast<std::size_t>(rows[i])] = source[(start + i) % source.size()];
    }
  }
  return from;
}

Eigen::MatrixXd random_rotation(int size, Random& random) {
  Eigen::MatrixXd normal(size, size);
  for (double& value : normal.reshaped()) value = random.normal();
  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(normal);
  Eigen::MatrixXd rotation = qr.householderQ();
  // QR leaves the sign of each column open; R's diagonal decides it, or the sample is not uniform.
  for (Eigen::Index j = 0; j < size; ++j) {
    if (qr.matrixQR()(j, j) < 0.0) rotation.col(j) *= -1.0;
  }
  return rotation;
}

Null null_of(double score, const std::vector<double>& values) {
  std::vector<double> known;
  std::copy_if(values.begin(), values.end(), std::back_inserter(known),
               [](double value) { return !std::isnan(value); });
  if (values.empty())
    throw UsageError("score under a null: expected at least one value, found none");
  if (std::isnan(score) || known.empty()) return {kUnknown, kUnknown, kUnknown, kUnknown};
  const auto count = static_cast<double>(known.size());
  const auto above =
      std::count_if(known.begin(), known.end(), [&](double v) { return v >= score; });
  constexpr double kLow = 5.0;
  return {std::accumulate(known.begin(), known.end(), 0.0) / count, percentile(known, kLow),
          percentile(known, 100.0 - kLow), (1.0 + static_cast<double>(above)) / (1.0 + count)};
}

NullScores null_scores(const LabelledCodes& labelled, const Scores& scores,
                       const DisentanglementOptions& options) {
  labelled.validate();
  options.validate();
  const CodeTable codes(labelled.codes, options.bins);
  const FactorTables factors = tables_of(labelled.factors, options.bins);
  const std::vector<int> fold_of = folds_of(labelled.clips, options.folds);
  const auto of_shuffled = [&](Random& random) {
    const std::vector<int> rows = shuffled_rows(labelled.groups, random);
    FactorTables shuffled;
    for (const FactorTable& factor : factors) shuffled.push_back(factor.taken_from(rows));
    return disentanglement(codes, shuffled, fold_of, options).scores;
  };
  const auto of_rotated = [&](Random& random) {
    const auto size = static_cast<int>(labelled.codes.cols());
    const CodeTable rotated(labelled.codes * random_rotation(size, random).cast<float>(),
                            options.bins);
    Scores found = disentanglement(rotated, factors, {}, options).scores;
    found.informativeness = kUnknown;  // what can be told does not depend on the axes
    return found;
  };
  return {nulls(scores, options.shuffles, options, 0, of_shuffled),
          nulls(scores, options.rotations, options, 1, of_rotated)};
}

}  // namespace poseaae::metrics
