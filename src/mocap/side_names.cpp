#include "side_names.hpp"

#include <array>
#include <map>
#include <optional>
#include <utility>

#include "poseaae/mocap/mirror.hpp"

namespace poseaae::mocap {

namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_upper(c) || is_lower(c); }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
bool is_separator(char c) { return std::string_view("_.-: ").find(c) != std::string_view::npos; }

/// Left and right, or what their forms have in common.
using Words = std::pair<std::string_view, std::string_view>;
constexpr std::array<Words, 20> kWords{{
    {"left", "right"},    {"links", "rechts"},    {"linke", "rechte"}, {"gauche", "droite"},
    {"gauche", "droit"},  {"izquierd", "derech"}, {"izq", "der"},      {"sinistr", "destr"},
    {"sx", "dx"},         {"esquerd", "direit"},  {"hidari", "migi"},  {"左", "右"},
    {"왼", "오른"},       {"лев", "прав"},        {"Лев", "Прав"},     {"ЛЕВ", "ПРАВ"},
    {"vänster", "höger"}, {"venstre", "højre"},   {"lft", "rgt"},      {"lt", "rt"},
}};
/// Of these, the ones that mean a side also where nothing is called after the other one.
constexpr std::array<Words, 16> kClearWords{{
    {"left", "right"},
    {"links", "rechts"},
    {"linke", "rechte"},
    {"gauche", "droite"},
    {"gauche", "droit"},
    {"izquierd", "derech"},
    {"sinistr", "destr"},
    {"esquerd", "direit"},
    {"hidari", "migi"},
    {"左", "右"},
    {"왼", "오른"},
    {"лев", "прав"},
    {"Лев", "Прав"},
    {"ЛЕВ", "ПРАВ"},
    {"vänster", "höger"},
    {"venstre", "højre"},
}};

bool starts_word(const std::string& name, std::size_t at, bool capital) {
  if (at == 0) return true;
  const char before = name[at - 1];
  return capital ? !is_upper(before) : !is_letter(before);
}

std::optional<OtherSide> by_word(const std::string& name) {
  constexpr std::array<Words, 3> kForms{{{"Left", "Right"}, {"left", "right"}, {"LEFT", "RIGHT"}}};
  for (const auto& [left, right] : kForms) {
    for (const bool is_left : {true, false}) {
      const auto& [mine, other] = is_left ? Words{left, right} : Words{right, left};
      for (auto at = name.find(mine); at != std::string::npos; at = name.find(mine, at + 1)) {
        if (!starts_word(name, at, mine == "Left" || mine == "Right")) continue;
        std::string there = name;
        return OtherSide{there.replace(at, mine.size(), other), is_left};
      }
    }
  }
  return std::nullopt;
}

std::optional<OtherSide> by_letter(const std::string& name) {
  const auto side_of = [](char c) { return std::string_view("LRlr").find(c); };
  for (std::size_t at = 0; at < name.size(); ++at) {
    const std::size_t side = side_of(name[at]);
    const bool opens = at == 0 || is_separator(name[at - 1]);
    const bool closes = at + 1 == name.size() || is_separator(name[at + 1]);
    const bool before_capital = at + 1 < name.size() && is_upper(name[at + 1]) && name.size() > 2;
    // Something must be left of the name without its mark.
    if (side == std::string_view::npos || !opens || name.size() < 2) continue;
    if (!closes && !before_capital) continue;
    std::string there = name;
    there[at] = "RLrl"[side];
    return OtherSide{there, side % 2 == 0};
  }
  return std::nullopt;
}

/// Names as others may have them on the other side: a word or a letter exchanged, likeliest first.
std::vector<OtherSide> candidates(const std::string& name) {
  std::vector<OtherSide> found;
  for (const auto& [left, right] : kWords) {
    for (const bool is_left : {true, false}) {
      const auto& [mine, other] = is_left ? Words{left, right} : Words{right, left};
      for (auto at = name.find(mine); at != std::string::npos; at = name.find(mine, at + 1)) {
        found.push_back({std::string(name).replace(at, mine.size(), other), is_left});
      }
    }
  }
  for (const bool set_off : {true, false}) {
    for (std::size_t at = 0; at < name.size(); ++at) {
      if (name[at] != 'l' && name[at] != 'r') continue;
      const bool inside =
          at > 0 && at + 1 < name.size() && is_letter(name[at - 1]) && is_letter(name[at + 1]);
      if (inside == set_off) continue;
      std::string there = name;
      there[at] = name[at] == 'l' ? 'r' : 'l';
      found.push_back({there, name[at] == 'l'});
    }
  }
  return found;
}

// A word ends before a capital that follows a small letter ("leftArm"), and before the last capital
// of a run that goes on in small letters ("LHip").
bool opens_word(std::string_view name, std::size_t i) {
  if (!is_upper(name[i]) || i == 0) return false;
  return is_lower(name[i - 1]) || (i + 1 < name.size() && is_lower(name[i + 1]));
}

/// In small letters, without the namespace ("mixamorig:Hips") and without letters that number
/// something, as in "L5".
std::vector<std::string> words_of(std::string_view name) {
  if (const auto colon = name.rfind(':'); colon != std::string_view::npos) {
    name.remove_prefix(colon + 1);
  }
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool other_script = static_cast<unsigned char>(name[i]) >= 0x80;
    const bool letter = is_letter(name[i]) || other_script;
    const bool digit = name[i] >= '0' && name[i] <= '9';
    if (digit && words.back().size() == 1) words.back().clear();
    if ((!letter || opens_word(name, i)) && !words.back().empty()) words.emplace_back();
    if (letter) words.back() += lower(name[i]);
  }
  return words;
}

}  // namespace

std::string lower_case(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = lower(c);
  return small;
}

std::optional<OtherSide> other_side(const std::string& name) {
  auto other = by_word(name);
  return other ? other : by_letter(name);
}

Side side_of_name(std::string_view name) {
  for (const std::string& word : words_of(name)) {
    if (word == "l" || word == "lt" || word == "lft") return Side::kLeft;
    if (word == "r" || word == "rt" || word == "rgt") return Side::kRight;
    for (const auto& [left, right] : kClearWords) {
      if (word.starts_with(left)) return Side::kLeft;
      if (word.starts_with(right)) return Side::kRight;
    }
  }
  return Side::kMiddle;
}

NamedSides named_sides(const Skeleton& skeleton) {
  const auto side_if = [](bool is_left) { return is_left ? Side::kLeft : Side::kRight; };
  std::map<std::string, int> by_small_name;
  for (int j = 0; j < skeleton.joints(); ++j)
    by_small_name.emplace(lower_case(skeleton.name(j)), j);
  NamedSides named;
  for (int j = 0; j < skeleton.joints(); ++j) {
    const std::string& name = skeleton.name(j);
    named.partner.push_back(-1);
    named.side.push_back(side_of_name(name));
    const auto other = other_side(name);
    if (const auto found = other ? skeleton.find(other->name) : std::nullopt) {
      named.partner[j] = *found;
      named.side[j] = side_if(other->is_left);
      continue;
    }
    for (const OtherSide& candidate : candidates(lower_case(name))) {
      const auto found = by_small_name.find(candidate.name);
      if (found == by_small_name.end() || found->second == j) continue;
      named.partner[j] = found->second;
      named.side[j] = side_if(candidate.is_left);
      break;
    }
  }
  // Two partners agree on each other; whoever is alone with it has none.
  const std::vector<int> wanted = named.partner;
  for (int j = 0; j < skeleton.joints(); ++j) {
    if (wanted[j] < 0 || wanted[wanted[j]] == j) continue;
    named.partner[j] = -1;
    named.side[j] = side_of_name(skeleton.name(j));
  }
  return named;
}

}  // namespace poseaae::mocap
