#pragma once

#include <vector>

#include "poseaae/base/random.hpp"
#include "poseaae/dataset/split.hpp"

namespace poseaae::dataset {

/// Marks of every pose: kLeftOut poses belong to neither set.
enum class Role : char { kTrain, kTest, kLeftOut };
using Roles = std::vector<Role>;

[[nodiscard]] int wanted_test_count(const PoseDataset& data, const SplitOptions& options);

/// SplitKind::kClip: groups of clips by share, a fold of them, or the clips of a label.
/// @throws UsageError as split() does
[[nodiscard]] Roles split_clips(const PoseDataset& data, const SplitOptions& options,
                                Random& random);

}  // namespace poseaae::dataset
