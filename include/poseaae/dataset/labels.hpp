#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace poseaae::dataset {

/// The label columns of "<clip>.labels.csv" for `frames` of the clip's file; empty when there is no
/// such file. Frames beyond its rows have NaN, and a line in `warnings` says so.
/// @throws ParseError when a row is short or a numeric column holds text
[[nodiscard]] std::map<std::string, std::vector<float>> read_labels(
    const std::filesystem::path& clip, const std::vector<int>& frames,
    std::vector<std::string>& warnings);

}  // namespace poseaae::dataset
