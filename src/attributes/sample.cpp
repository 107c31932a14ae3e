#include "sample.hpp"

#include <algorithm>

namespace poseaae::attributes {

bool has_both(const metrics::Labels& labels) {
  return std::find(labels.begin(), labels.end(), 0) != labels.end() &&
         std::find(labels.begin(), labels.end(), 1) != labels.end();
}

Folds::Folds(const Sample& sample, int folds, std::uint64_t seed) {
  const int groups = *std::max_element(sample.groups.begin(), sample.groups.end()) + 1;
  of_group =
      metrics::deal_folds(std::vector<bool>(static_cast<std::size_t>(groups), true), folds, seed);
  count = *std::max_element(of_group.begin(), of_group.end()) + 1;
}

Contrast contrast_of(const Sample& sample, const std::vector<signed char>& kinds,
                     const std::vector<int>& content, const std::vector<int>& fold_of_group,
                     int fold) {
  Contrast contrast;
  for (std::size_t i = 0; i < sample.rows.size(); ++i) {
    const auto row = static_cast<std::size_t>(sample.rows[i]);
    if (kinds[row] == Labelling::kNeither) continue;
    if (fold >= 0 && fold_of_group[static_cast<std::size_t>(sample.groups[i])] == fold) continue;
    contrast.rows.push_back(static_cast<int>(i));
    contrast.labels.push_back(kinds[row] == Labelling::kHas ? 1 : 0);
    if (!content.empty()) contrast.content.push_back(content[row]);
  }
  return contrast;
}

}  // namespace poseaae::attributes
