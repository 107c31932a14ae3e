#pragma once

#include <yaml-cpp/yaml.h>

#include <cstddef>
#include <filesystem>
#include <string>

namespace poseaae {

/// yaml-cpp counts lines and columns from 0, and says -1 where it does not know.
[[nodiscard]] std::size_t from_one(int position);

/// "FILE:LINE:COLUMN" of a value.
[[nodiscard]] std::string place_of(const YAML::Node& node, const std::filesystem::path& file);

/// What yaml-cpp could not read in `text`, in words of this project: where a line is indented with
/// a tab, that is what is wrong. @throws ParseError
[[noreturn]] void refuse_yaml(const std::string& text, const std::filesystem::path& file,
                              const YAML::Exception& problem);

}  // namespace poseaae
