#include "yaml_error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "poseaae/base/error.hpp"

namespace poseaae {

std::size_t from_one(int position) { return static_cast<std::size_t>(std::max(position, 0)) + 1; }

std::string place_of(const YAML::Node& node, const std::filesystem::path& file) {
  const YAML::Mark mark = node.Mark();
  return fmt::format("{}:{}:{}", file.string(), from_one(mark.line), from_one(mark.column));
}

void refuse_yaml(const std::string& text, const std::filesystem::path& file,
                 const YAML::Exception& problem) {
  std::istringstream lines(text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto tab = line.find('\t');
    if (tab != std::string::npos && line.find_first_not_of(" \t") > tab) {
      throw ParseError(file, number, tab + 1, "blanks before the first word of a line",
                       "a tab, which YAML does not take there; replace it by blanks");
    }
  }
  throw ParseError(file, from_one(problem.mark.line), from_one(problem.mark.column), "YAML",
                   problem.msg);
}

}  // namespace poseaae
