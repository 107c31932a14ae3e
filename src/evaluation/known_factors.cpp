#include "known_factors.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "poseaae/base/error.hpp"
#include "poseaae/dataset/split.hpp"

namespace poseaae::evaluation {

namespace {

using dataset::PoseDataset;
using metrics::Factor;

constexpr double kMissing = Measure::kNone;

bool is_number(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The tag of each clip, "" where it has none.
std::vector<std::string> tags_named(const PoseDataset& data, const std::string& name) {
  std::vector<std::string> tags;
  for (const auto& clip : data.clips) {
    const auto tag = clip.tags.find(name);
    tags.push_back(tag == clip.tags.end() ? "" : tag->second);
  }
  return tags;
}

/// A class for each value in alphabetical order, that of its clip for each pose.
Factor factor_of_tag(const PoseDataset& data, const std::string& name) {
  const std::vector<std::string> tags = tags_named(data, name);
  std::set<std::string> values(tags.begin(), tags.end());
  values.erase("");
  Factor factor{name, true, Eigen::VectorXd::Constant(data.size(), kMissing)};
  for (std::size_t c = 0; c < tags.size(); ++c) {
    if (tags[c].empty()) continue;
    const auto place = std::distance(values.begin(), values.find(tags[c]));
    factor.values.segment(data.clips[c].first, data.clips[c].frames)
        .setConstant(static_cast<double>(place));
  }
  return factor;
}

/// Every factor that the dataset has values of, NaN where a pose has none.
std::vector<Factor> all_factors(const PoseDataset& data) {
  std::vector<Factor> factors;
  for (const auto& [name, values] : data.labels) {
    factors.push_back(
        {name, false,
         Eigen::Map<const Eigen::VectorXf>(values.data(), data.size()).cast<double>()});
  }
  std::set<std::string> names;
  for (const auto& clip : data.clips) {
    for (const auto& [name, value] : clip.tags) names.insert(name);
  }
  for (const std::string& name : names) {
    std::vector<std::string> tags = tags_named(data, name);
    std::erase(tags, "");
    if (!std::all_of(tags.begin(), tags.end(), is_number)) {
      factors.push_back(factor_of_tag(data, name));
    }
  }
  return factors;
}

std::vector<Factor> chosen_factors(const PoseDataset& data, const std::vector<std::string>& named) {
  std::vector<Factor> all = all_factors(data);
  if (named.empty()) {
    std::erase_if(all, [](const Factor& factor) {
      return 2 * factor.values.array().isNaN().count() > factor.values.size();
    });
    return all;
  }
  std::vector<Factor> chosen;
  for (const std::string& name : named) {
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Factor& factor) { return factor.name == name; });
    if (found == all.end()) {
      std::vector<std::string> known;
      for (const Factor& factor : all) known.push_back(factor.name);
      throw UsageError(fmt::format(
          "factors: got '{}', expected a label of clips or frames: {}", name,
          known.empty() ? "the data have none; data.label_pattern reads labels from clip names"
                        : fmt::format("{}", fmt::join(known, ", "))));
    }
    chosen.push_back(*found);
  }
  return chosen;
}

/// Rows that know every factor, about `max_count` of them.
std::vector<int> rows_that_know(const std::vector<Factor>& factors, int max_count) {
  std::vector<int> rows;
  for (int row = 0; row < factors.front().values.size(); ++row) {
    const bool knows = std::all_of(factors.begin(), factors.end(), [&](const Factor& factor) {
      return !std::isnan(factor.values[row]);
    });
    if (knows) rows.push_back(row);
  }
  const auto step = static_cast<std::size_t>(
      std::max(1.0, std::round(static_cast<double>(rows.size()) / max_count)));
  std::size_t kept = 0;
  for (std::size_t i = 0; i < rows.size(); i += step) rows[kept++] = rows[i];
  rows.resize(kept);
  return rows;
}

/// Classes that no pose has any more would count.
void renumber(Eigen::VectorXd& classes) {
  std::map<double, double> numbers;
  for (const double value : classes) numbers.emplace(value, 0.0);
  double next = 0.0;
  for (auto& [value, number] : numbers) number = next++;
  for (double& value : classes) value = numbers.at(value);
}

}  // namespace

KnownFactors known_factors(const PoseDataset& data, const Options& options) {
  constexpr std::size_t kFewest = 100;
  std::vector<Factor> factors = chosen_factors(data, options.factors);
  if (factors.empty()) return {};
  const std::vector<int> rows = rows_that_know(factors, options.labelled);
  if (rows.size() < kFewest) return {};

  KnownFactors known{BatchRows(data.poses, rows).copy(), {}, {}, {}};
  for (Factor& factor : factors) {
    factor.values = factor.values(rows).eval();
    if (factor.values.minCoeff() == factor.values.maxCoeff()) continue;
    if (factor.categorical) renumber(factor.values);
    known.factors.push_back(std::move(factor));
  }
  const std::vector<int> groups = dataset::groups_of(data, options.group);
  std::size_t clip = 0;
  for (const int row : rows) {
    while (row >= data.clips[clip].first + data.clips[clip].frames) ++clip;
    known.clips.push_back(static_cast<int>(clip));
    known.groups.push_back(groups[clip]);
  }
  return known;
}

}  // namespace poseaae::evaluation
