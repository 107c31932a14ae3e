#pragma once

#include <cstdint>
#include <vector>

#include "attributes/directions.hpp"
#include "poseaae/attributes/labelling.hpp"
#include "poseaae/math/batch.hpp"

namespace poseaae::attributes {

/// Poses that figures are measured on: some rows of the dataset, evenly spread.
struct Sample {
  std::vector<int> rows;    ///< of the dataset, ascending (M)
  Batch poses;              ///< (M, 4J)
  Batch latents;            ///< (M, Z)
  Batch features;           ///< (M, F) of the real poses
  std::vector<int> clips;   ///< (M) number of the clip
  std::vector<int> groups;  ///< (M) clips that are never parted
};

[[nodiscard]] bool has_both(const metrics::Labels& labels);

/// Groups of clips parted into folds.
struct Folds {
  /// @param seed deals them out
  Folds(const Sample& sample, int folds, std::uint64_t seed);
  std::vector<int> of_group;
  int count = 0;

  [[nodiscard]] int of_row(const Sample& sample, std::size_t row) const {
    return of_group[static_cast<std::size_t>(sample.groups[row])];
  }
};

/// The sampled rows of one contrast of a labelling (its `of` or `others`), those of `fold` left
/// out; no fold is left out when it is negative.
[[nodiscard]] Contrast contrast_of(const Sample& sample, const std::vector<signed char>& kinds,
                                   const std::vector<int>& content,
                                   const std::vector<int>& fold_of_group = {}, int fold = -1);

}  // namespace poseaae::attributes
