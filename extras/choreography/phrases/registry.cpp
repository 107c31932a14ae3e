#include <fmt/format.h>

#include <map>

#include "kinds.hpp"
#include "poseaae/base/error.hpp"

namespace poseaae::choreography {

namespace {

// A new kind of phrase is a file beside this one and a line here.
const std::map<std::string, PhraseMaker>& makers() {
  static const std::map<std::string, PhraseMaker> table = {
      {"arm_wave", make_arm_wave},
      {"body_roll", make_body_roll},
      {"box_step", make_box_step},
      {"breathe", make_breathe},
      {"chasse", make_chasse},
      {"fold", make_fold},
      {"grapevine", make_grapevine},
      {"jump", make_jump},
      {"kick", make_kick},
      {"kneel", make_kneel},
      {"leap", make_leap},
      {"level", make_level},
      {"lunge", make_lunge},
      {"pirouette", make_pirouette},
      {"port_de_bras", make_port_de_bras},
      {"prowl", make_prowl},
      {"roll", make_roll},
      {"sit", make_sit},
      {"step_touch", make_step_touch},
      {"sway", make_sway},
      {"swing", make_swing},
      {"turn", make_turn},
      {"walk", make_walk},
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
