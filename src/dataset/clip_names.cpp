#include "poseaae/dataset/clip_names.hpp"

#include "poseaae/base/error.hpp"

namespace poseaae::dataset {

namespace {

constexpr const char* kGroupAllowed =
    "a regular expression with one group in parentheses, such as \"(.*)_[0-9]+\"; write further "
    "groups as (?:...)";
constexpr const char* kLabelsAllowed =
    "names in braces, each once and with some text in between, such as "
    "\"{content}_{style}_{take}\"";

std::regex compiled(const std::string& pattern) {
  try {
    std::regex made(pattern, std::regex::ECMAScript | std::regex::icase);
    if (made.mark_count() == 1) return made;
  } catch (const std::regex_error&) {  // said below
  }
  throw ConfigError("data.group", pattern, kGroupAllowed);
}

}  // namespace

GroupRule::GroupRule(const std::string& pattern) : pattern_(compiled(pattern)) {}

std::string GroupRule::group_of(const std::string& clip) const {
  std::smatch parts;
  if (!std::regex_match(clip, parts, pattern_) || parts[1].length() == 0) return clip;
  return parts[1];
}

LabelPattern::LabelPattern(const std::string& pattern) {
  const auto require = [&](bool holds) {
    if (!holds) throw ConfigError("data.label_pattern", pattern, kLabelsAllowed);
  };
  std::size_t open = pattern.find('{');
  require(open != std::string::npos);
  opening_ = pattern.substr(0, open);
  while (open != std::string::npos) {
    const std::size_t close = pattern.find('}', open);
    require(close != std::string::npos);
    Field field{pattern.substr(open + 1, close - open - 1), ""};
    open = pattern.find('{', close);
    field.behind = pattern.substr(close + 1, open == std::string::npos ? open : open - close - 1);
    // Names become names in HDF5 and stand before "=".
    require(!field.name.empty() && field.name.find_first_of("{/=.") == std::string::npos);
    require(field.behind.find('}') == std::string::npos);
    require(open == std::string::npos || !field.behind.empty());
    for (const Field& other : fields_) require(other.name != field.name);
    fields_.push_back(std::move(field));
  }
  require(opening_.find('}') == std::string::npos);
}

Tags LabelPattern::tags_of(const std::string& clip) const {
  if (!clip.starts_with(opening_)) return {};
  std::size_t at = opening_.size();
  Tags tags;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    const auto& [name, behind] = fields_[i];
    const bool last = i + 1 == fields_.size();
    std::size_t end = clip.size();
    if (last) {
      if (!clip.ends_with(behind) || clip.size() < at + behind.size()) return {};
      end -= behind.size();
    } else {
      end = at < clip.size() ? clip.find(behind, at + 1) : std::string::npos;
      if (end == std::string::npos) return {};
    }
    if (end <= at) return {};
    tags[name] = clip.substr(at, end - at);
    at = end + behind.size();
  }
  return tags;
}

}  // namespace poseaae::dataset
