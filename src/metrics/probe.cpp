#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/base/random.hpp"
#include "poseaae/metrics/logistic.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::metrics {

namespace {

void require_as_many(std::size_t rows, const Labels& labels, const std::vector<int>& groups) {
  if (labels.size() == rows && groups.size() == rows && rows > 0) return;
  throw UsageError(
      fmt::format("probe: expected one label and one group per row, found {} and {} for {} rows",
                  labels.size(), groups.size(), rows));
}

int count_of(const std::vector<int>& groups) {
  return *std::max_element(groups.begin(), groups.end()) + 1;
}

/// The same groups, numbered from 0 without gaps in the order of their first rows: a contrast of
/// some clips leaves others out.
std::vector<int> renumbered(const std::vector<int>& groups) {
  std::map<int, int> number;
  std::vector<int> result;
  for (const int group : groups) {
    result.push_back(number.try_emplace(group, static_cast<int>(number.size())).first->second);
  }
  return result;
}

std::vector<bool> groups_that_have(const Labels& labels, const std::vector<int>& groups) {
  std::vector<bool> has(static_cast<std::size_t>(count_of(groups)), false);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] == 1) has[static_cast<std::size_t>(groups[i])] = true;
  }
  return has;
}

/// Whether each group has one label throughout, and which.
bool labels_of_groups(const Labels& labels, const std::vector<int>& groups,
                      std::vector<int>& of_group) {
  of_group.assign(static_cast<std::size_t>(count_of(groups)), -1);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    int& known = of_group[static_cast<std::size_t>(groups[i])];
    if (known >= 0 && known != labels[i]) return false;
    known = labels[i];
  }
  return true;
}

}  // namespace

std::vector<int> deal_folds(const std::vector<bool>& has, int folds, std::uint64_t seed) {
  std::vector<std::size_t> order(has.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  Random random(seed);
  random.shuffle(std::span(order));
  std::stable_partition(order.begin(), order.end(), [&](std::size_t g) { return has[g]; });
  std::vector<int> fold(has.size(), 0);
  const std::size_t count = std::min(static_cast<std::size_t>(std::max(folds, 1)), has.size());
  for (std::size_t i = 0; i < order.size(); ++i) fold[order[i]] = static_cast<int>(i % count);
  return fold;
}

Eigen::VectorXd cross_validated(const Batch& features, const Labels& labels,
                                const std::vector<int>& all_groups, int folds, std::uint64_t seed,
                                const LogisticOptions& options) {
  require_as_many(static_cast<std::size_t>(features.rows()), labels, all_groups);
  const std::vector<int> groups = renumbered(all_groups);
  const auto fold_of = deal_folds(groups_that_have(labels, groups), folds, seed);
  const int count = *std::max_element(fold_of.begin(), fold_of.end()) + 1;
  Eigen::VectorXd odds = Eigen::VectorXd::Zero(features.rows());
  for (int fold = 0; fold < count; ++fold) {
    std::vector<int> train;
    std::vector<int> test;
    Labels train_labels;
    int has = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      if (fold_of[static_cast<std::size_t>(groups[i])] == fold) {
        test.push_back(static_cast<int>(i));
      } else {
        train.push_back(static_cast<int>(i));
        train_labels.push_back(labels[i]);
        has += labels[i];
      }
    }
    if (has == 0 || has == static_cast<int>(train.size())) continue;  // nothing to learn from
    const auto probe = Logistic::fit(features(train, Eigen::all), train_labels, options);
    const Eigen::VectorXd found = probe.log_odds(features(test, Eigen::all));
    for (std::size_t i = 0; i < test.size(); ++i)
      odds[test[i]] = found[static_cast<Eigen::Index>(i)];
  }
  return odds;
}

Null null_of(const std::vector<double>& values, double observed) {
  if (values.empty()) throw UsageError("null: expected at least one shuffle, found none");
  const auto as_good =
      std::count_if(values.begin(), values.end(), [&](double v) { return v >= observed; });
  return {std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size()),
          percentile(values, 95.0),
          (1.0 + static_cast<double>(as_good)) / (1.0 + static_cast<double>(values.size())),
          static_cast<int>(values.size())};
}

Labels shuffle_groups(const Labels& labels, const std::vector<int>& all_groups,
                      std::uint64_t seed) {
  require_as_many(labels.size(), labels, all_groups);
  const std::vector<int> groups = renumbered(all_groups);
  Random random(seed);
  Labels shuffled(labels.size());
  std::vector<int> of_group;
  if (labels_of_groups(labels, groups, of_group)) {
    random.shuffle(std::span(of_group));
    for (std::size_t i = 0; i < labels.size(); ++i) {
      shuffled[i] = of_group[static_cast<std::size_t>(groups[i])];
    }
    return shuffled;
  }
  std::vector<std::size_t> order(labels.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return groups[a] < groups[b]; });
  const auto shift = static_cast<std::size_t>(random.below(labels.size()));
  for (std::size_t i = 0; i < order.size(); ++i) {
    shuffled[order[i]] = labels[order[(i + shift) % order.size()]];
  }
  return shuffled;
}

ProbeResult probe(const Batch& features, const Labels& labels, const std::vector<int>& groups,
                  const ProbeOptions& options) {
  require_as_many(static_cast<std::size_t>(features.rows()), labels, groups);
  if (count_of(renumbered(groups)) < 2) {
    throw UsageError("probe: expected at least two groups of clips, found one");
  }
  const auto accuracy = [&](const Labels& told, std::uint64_t seed) {
    return balanced_accuracy(
        told, cross_validated(features, told, groups, options.folds, seed, options.logistic));
  };
  ProbeResult result;
  result.accuracy = accuracy(labels, options.seed);
  std::vector<double> nulls(static_cast<std::size_t>(std::max(options.shuffles, 0)), 0.5);
  parallel_for(nulls.size(), options.threads, [&](std::size_t i) {
    const std::uint64_t seed = options.seed + 1 + i;
    const Labels shuffled = shuffle_groups(labels, groups, seed);
    nulls[i] = accuracy(shuffled, seed);
  });
  if (!nulls.empty()) result.null = null_of(nulls, result.accuracy);
  return result;
}

}  // namespace poseaae::metrics
