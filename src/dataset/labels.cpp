#include "labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <string_view>

#include "poseaae/core/error.hpp"
#include "poseaae/core/paths.hpp"

namespace poseaae::dataset {

namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return text.substr(text.size());
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// Without the blanks around each part.
std::vector<std::string_view> cut(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    std::string_view part = text.substr(begin, end - begin);
    parts.push_back(trimmed(part));
    begin = end + 1;
  }
  return parts;
}

bool parse(std::string_view text, float& value) {
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && stop == text.data() + text.size();
}

}  // namespace

std::map<std::string, std::vector<float>> read_labels(const std::filesystem::path& clip) {
  std::filesystem::path path = clip;
  path.replace_extension(".labels.csv");
  if (!std::filesystem::exists(path)) return {};
  const std::string text = read_file(path);
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  std::string_view rest = text;
  if (rest.starts_with(kByteOrderMark)) rest.remove_prefix(kByteOrderMark.size());
  auto lines = cut(rest, '\n');
  while (!lines.empty() && lines.back().empty()) lines.pop_back();
  if (lines.size() < 2) throw ParseError(path, 1, 1, "a header line and rows", "fewer lines");

  const auto header = cut(lines[0], ',');
  for (const auto name : header) {
    const auto column = static_cast<std::size_t>(name.data() - lines[0].data()) + 1;
    if (name.empty() || name == "." || name.find('/') != std::string_view::npos) {
      throw ParseError(path, 1, column, "a label's name without '/'", fmt::format("'{}'", name));
    }
    if (std::count(header.begin(), header.end(), name) > 1) {
      throw ParseError(path, 1, column, "each label once", fmt::format("'{}' again", name));
    }
  }
  std::vector<bool> numeric;
  for (const auto cell : cut(lines[1], ',')) {
    float value = 0.0F;
    const std::size_t column = numeric.size();
    numeric.push_back(parse(cell, value) && column < header.size() && header[column] != "frame");
  }
  std::map<std::string, std::vector<float>> labels;
  for (std::size_t row = 1; row < lines.size(); ++row) {
    const auto cells = cut(lines[row], ',');
    if (cells.size() != header.size()) {
      throw ParseError(path, row + 1, 1, fmt::format("{} columns", header.size()),
                       fmt::format("{}", cells.size()));
    }
    for (std::size_t column = 0; column < cells.size(); ++column) {
      if (!numeric[column]) continue;
      float value = 0.0F;
      if (!parse(cells[column], value)) {
        const auto offset = static_cast<std::size_t>(cells[column].data() - lines[row].data());
        throw ParseError(path, row + 1, offset + 1, "a number", fmt::format("'{}'", cells[column]));
      }
      labels[std::string(header[column])].push_back(value);
    }
  }
  return labels;
}

}  // namespace poseaae::dataset
