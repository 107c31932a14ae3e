#include "python/wording.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace poseaae::python {

namespace {

/// Longer phrases come before what they contain.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kWords{
    {{"--print-config", "Config().values()"},
     {"--resume goes", "mode=\"resume\" goes"},
     {"--resume", "mode=\"resume\" in"},
     {"--overwrite", "mode=\"overwrite\""},
     {": --config", ": Config.load() of"},
     {"with --set ", "with "},
     {" --set ", ", "},
     {"--set", "assignments"},
     {"--attributes FILE", "use_attributes(FILE)"},
     {"--resample-fps", "fps"},
     {"--smooth", "width"},
     {"--strip", "count"},
     {"--size", "width and height"},
     {"--sample", "sampling"}}};

bool begins_option(const std::string& text, std::size_t at) {
  const auto is_small = [](char letter) { return letter >= 'a' && letter <= 'z'; };
  const bool apart = at == 0 || text[at - 1] == ' ' || text[at - 1] == '(' || text[at - 1] == ',';
  return apart && text.compare(at, 2, "--") == 0 && at + 2 < text.size() && is_small(text[at + 2]);
}

/// "--root-rotation" at `at` becomes root_rotation.
void use_own_name(std::string& text, std::size_t at) {
  text.erase(at, 2);
  const auto is_part = [](char letter) {
    return (letter >= 'a' && letter <= 'z') || letter == '-';
  };
  for (; at < text.size() && is_part(text[at]); ++at) {
    if (text[at] == '-') text[at] = '_';
  }
}

}  // namespace

std::string in_python(std::string text) {
  for (const auto& [option, name] : kWords) {
    for (std::size_t at = 0; (at = text.find(option, at)) != std::string::npos;) {
      const std::size_t dashes = at + option.find("--");
      if (!begins_option(text, dashes)) {
        ++at;
        continue;
      }
      text.replace(at, option.size(), name);
      at += name.size();
    }
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (begins_option(text, at)) use_own_name(text, at);
  }
  return text;
}

}  // namespace poseaae::python
