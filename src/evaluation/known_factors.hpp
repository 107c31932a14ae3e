#pragma once

#include <vector>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/evaluation/evaluator.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/metrics/disentanglement.hpp"

namespace poseaae::evaluation {

/// Poses of which the factors are known, for measures of disentanglement.
struct KnownFactors {
  Batch poses;                           ///< (N, 4J), in the dataset's order
  std::vector<metrics::Factor> factors;  ///< (K); none: there is nothing to measure
  std::vector<int> clips;                ///< (N)
  std::vector<int> groups;               ///< (N)

  [[nodiscard]] bool empty() const { return factors.empty(); }
};

/// Factors are the dataset's labels of frames (continuous) and tags of clips (categorical) that at
/// least half of the poses have, or those that options.factors names; tags that are numbers
/// throughout number takes and are none. Poses without any of them are left out; of the others
/// about options.labelled stay, evenly spread, and factors that are constant over them are left
/// out. Held-out poses and those learned alike: the question is which axes an encoder gave to what
/// it saw, a handful of held-out clips may lack half of a factor's values, and so every fold and
/// every model is asked about the same poses.
/// @throws UsageError when options.factors names what is not there
[[nodiscard]] KnownFactors known_factors(const dataset::PoseDataset& data, const Options& options);

}  // namespace poseaae::evaluation
