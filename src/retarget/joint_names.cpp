#include <algorithm>
#include <array>
#include <utility>

#include "poseaae/mocap/mirror.hpp"
#include "poseaae/retarget/body_plan.hpp"

namespace poseaae::retarget {

namespace {

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string lower(std::string_view text) {
  std::string small(text);
  for (char& c : small) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return small;
}

template <std::size_t N>
bool contains_any(const std::string& small, const std::array<std::string_view, N>& words) {
  return std::ranges::any_of(
      words, [&](std::string_view word) { return small.find(word) != std::string::npos; });
}

constexpr std::array<std::pair<std::string_view, int>, 21> kFingers{{
    {"thumb", 0},   {"daumen", 0}, {"pouce", 0}, {"親指", 0}, {"拇指", 0},   {"index", 1},
    {"pointer", 1}, {"zeige", 1},  {"人指", 1},  {"人差", 1}, {"食指", 1},   {"middle", 2},
    {"mittel", 2},  {"中指", 2},   {"ring", 3},  {"薬指", 3}, {"无名指", 3}, {"pinky", 4},
    {"pinkie", 4},  {"little", 4}, {"小指", 4},
}};
constexpr auto kPalm = std::to_array<std::string_view>({"metacarp", "palm", "carpal", "inhand"});
constexpr auto kTwist = std::to_array<std::string_view>({"twist", "roll", "捩", "ひねり"});

/// "finger0", "finger01", "finger2-3": the finger is the first digit, from 0 in Biped's names, from
/// 1 where a hyphen and the joint follow (MakeHuman).
std::optional<int> numbered_finger(const std::string& small) {
  const auto at = small.find("finger");
  const std::size_t digit = at + std::string_view("finger").size();
  if (at == std::string::npos || digit >= small.size() || !is_digit(small[digit])) {
    return std::nullopt;
  }
  const bool from_one =
      digit + 1 < small.size() && (small[digit + 1] == '-' || small[digit + 1] == '_');
  const int finger = small[digit] - '0' - (from_one ? 1 : 0);
  return finger >= 0 && finger < 5 ? std::optional(finger) : std::nullopt;
}

}  // namespace

std::optional<int> finger_of_name(std::string_view name) {
  const std::string small = lower(name);
  if (contains_any(small, kPalm)) return std::nullopt;
  for (const auto& [word, finger] : kFingers) {
    if (small.find(word) != std::string::npos) return finger;
  }
  return numbered_finger(small);
}

bool names_twist(std::string_view name) { return contains_any(lower(name), kTwist); }

std::string bare_name(std::string_view name) {
  std::string rest(name.substr(name.find_last_of(':') + 1));
  if (const auto other = mocap::other_side(rest)) {
    const std::string mark = other->is_left ? "left" : "right";
    const std::string& there = other->name;
    std::size_t at = 0;
    while (at < rest.size() && at < there.size() && rest[at] == there[at]) ++at;
    const bool is_word = lower(rest).compare(at, mark.size(), mark) == 0;
    rest.erase(at, is_word ? mark.size() : 1);
  }
  std::string small;
  for (const char c : lower(rest)) {
    if (is_letter(c) || is_digit(c) || (c & 0x80) != 0) small += c;
  }
  return small;
}

}  // namespace poseaae::retarget
