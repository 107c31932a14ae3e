#include <fmt/format.h>

#include <map>

#include "kinds.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::choreography {

namespace {

// A new kind of phrase is a file beside this one and a line here.
const std::map<std::string, PhraseMaker>& makers() {
  static const std::map<std::string, PhraseMaker> table = {
      {"arm_wave", make_arm_wave}, {"body_roll", make_body_roll}, {"box_step", make_box_step},
      {"breathe", make_breathe},   {"chasse", make_chasse},       {"grapevine", make_grapevine},
      {"kick", make_kick},         {"level", make_level},         {"step_touch", make_step_touch},
      {"sway", make_sway},         {"turn", make_turn},           {"walk", make_walk},
  };
  return table;
}

}  // namespace

std::unique_ptr<Phrase> make_phrase(const PhraseSpec& spec) {
  const auto maker = makers().find(spec.kind);
  if (maker == makers().end()) {
    throw Error(
        fmt::format("choreography: expected a known kind of phrase, found '{}'", spec.kind));
  }
  return maker->second(spec);
}

std::vector<std::string> phrase_kinds() {
  std::vector<std::string> kinds;
  for (const auto& [kind, maker] : makers()) kinds.push_back(kind);
  return kinds;
}

}  // namespace poseaae::choreography
