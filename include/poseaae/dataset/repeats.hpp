#pragma once

#include <string>
#include <vector>

#include "poseaae/dataset/split.hpp"

namespace poseaae::dataset {

/// Clips of one file (by its SHA-256, under whatever path), as warnings that name two of them, one
/// line a file: they stand on both sides of the split, so that the test set is learned, or their
/// poses count twice. Ranges of one file that share no pose are no repetition, unless whole clips
/// are held out and one of them is.
[[nodiscard]] std::vector<std::string> repeated_clips(const PoseDataset& data, const Split& split);

}  // namespace poseaae::dataset
