#include "text.hpp"

#include <fmt/format.h>

#include <cctype>
#include <vector>

namespace poseaae::exchange::c {

namespace {

bool is_plain(char letter) {
  return letter >= ' ' && letter <= '~' && letter != '"' && letter != '\\' && letter != '?';
}

char capital(char letter) {
  return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
}

bool is_letter(char letter) { return letter >= 'a' && letter <= 'z'; }

}  // namespace

std::string identifier(std::string_view name) {
  std::string result;
  for (const char letter : name) {
    const bool is_capital = letter >= 'A' && letter <= 'Z';
    const char small = is_capital ? static_cast<char>(letter - 'A' + 'a') : letter;
    const bool stays = is_letter(small) || (small >= '0' && small <= '9');
    if (stays) {
      result += small;
    } else if (!result.ends_with('_')) {
      result += '_';
    }
  }
  if (result.ends_with('_')) result.pop_back();  // an underscore follows in $n_decode()
  if (result.empty()) return "model";
  if (is_letter(result.front())) return result;
  return result.front() == '_' ? "model" + result : "model_" + result;
}

std::string number(float value) {
  std::string digits = fmt::format("{}", value);
  if (digits.find_first_of(".e") == std::string::npos) digits += ".0";
  return digits + "f";
}

std::string literal(std::string_view text) {
  std::string result = "\"";
  for (const char letter : text) {
    result += is_plain(letter) ? std::string(1, letter)
                               : fmt::format("\\{:03o}", static_cast<unsigned char>(letter));
  }
  return result + "\"";
}

std::string list(std::span<const std::string> items) {
  constexpr std::size_t kWidth = 80;
  std::string text = "{";
  std::size_t column = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) text += ',';
    const bool wraps = i == 0 || column + items[i].size() > kWidth;
    text += wraps ? "\n  " : " ";
    column = (wraps ? 2 : column + 2) + items[i].size();
    text += items[i];
  }
  return text + "}";
}

std::string list(std::span<const float> numbers) {
  std::vector<std::string> items;
  for (const float value : numbers) items.push_back(number(value));
  return list(items);
}

std::string named(std::string_view code, const std::string& name) {
  std::string capitals = name;
  for (char& letter : capitals) letter = capital(letter);
  std::string text;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char next = i + 1 < code.size() ? code[i + 1] : '\0';
    if (code[i] == '$' && (next == 'n' || next == 'N')) {
      text += next == 'n' ? name : capitals;
      ++i;
    } else {
      text += code[i];
    }
  }
  return text;
}

}  // namespace poseaae::exchange::c
