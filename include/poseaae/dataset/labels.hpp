#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace poseaae::dataset {

/// The label columns of "<clip>.labels.csv" for the file's frames; empty when there is no such
/// file.
/// @throws ParseError when a row is short or a numeric column holds text
[[nodiscard]] std::map<std::string, std::vector<float>> read_labels(
    const std::filesystem::path& clip);

}  // namespace poseaae::dataset
