#include "fuzz/damage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "poseaae/base/error.hpp"

namespace poseaae::fuzz {

namespace {

constexpr std::string_view kPieces[] = {"0",
                                        "-1",
                                        "1",
                                        "2",
                                        "255",
                                        "4294967295",
                                        "4294967296",
                                        "9223372036854775808",
                                        "1e9",
                                        "1e999",
                                        "-",
                                        ".",
                                        "nan",
                                        "1e-400",
                                        "18446744073709551615",
                                        "99999",
                                        "\n",
                                        "\r\n",
                                        " ",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        "\"",
                                        "\xFF",
                                        "[[[[[[",
                                        ":",
                                        ",",
                                        "#",
                                        "\xC3\xA4",
                                        "\xFF\xFF\xFF\xFF"};

std::string_view piece(const std::vector<std::string>& words, Random& random) {
  const std::size_t i = random.below(std::size(kPieces) + words.size());
  return i < std::size(kPieces) ? kPieces[i] : std::string_view(words[i - std::size(kPieces)]);
}

/// Replaces a number written in the text by another.
void change_number(std::string& bytes, Random& random) {
  const auto is_digit = [&](std::size_t i) { return bytes[i] >= '0' && bytes[i] <= '9'; };
  for (std::size_t i = random.below(bytes.size()); i < bytes.size(); ++i) {
    if (!is_digit(i)) continue;
    std::size_t end = i;
    while (end < bytes.size() && is_digit(end)) ++end;
    bytes.replace(i, end - i, piece({}, random));
    return;
  }
}

void change_once(std::string& bytes, const std::vector<std::string>& words, Random& random) {
  if (bytes.empty()) return;
  const std::size_t at = random.below(bytes.size());
  const std::size_t size = std::min<std::size_t>(bytes.size() - at, 1 + random.below(12));
  switch (random.below(8)) {
    case 0:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
      break;
    case 1:
      bytes[at] = static_cast<char>(random.below(256));
      break;
    case 2:
      bytes.erase(at, size);
      break;
    case 3:
      bytes.insert(at, bytes.substr(random.below(bytes.size()), size));
      break;
    case 4:
      bytes.insert(at, piece(words, random));
      break;
    case 5:
      bytes.replace(at, size, piece(words, random));
      break;
    case 6:
      bytes.resize(at);
      break;
    default:
      change_number(bytes, random);
  }
}

/// The word between the quotes of a line, after its name if it has one.
std::string word_of(std::string_view line, const std::string& name, std::size_t number) {
  const auto fail = [&](std::size_t at) {
    throw ParseError(name, number, at + 1, R"("word" or name="word" with \", \\ and \xNN)",
                     std::string(line));
  };
  std::string word;
  std::size_t i = line.find('"');
  if (i == line.npos || line.size() < i + 3 || line.back() != '"') fail(0);
  for (++i; i + 1 < line.size(); ++i) {
    if (line[i] != '\\') {
      word += line[i];
      continue;
    }
    const char next = line[++i];
    unsigned code = 0;
    if (next == 'x' && i + 3 < line.size() &&
        std::from_chars(&line[i + 1], &line[i + 3], code, 16).ptr == &line[i + 3]) {
      word += static_cast<char>(code);
      i += 2;
    } else if ((next == '\\' || next == '"') && i + 1 < line.size()) {
      word += next;
    } else {
      fail(i);
    }
  }
  return word;
}

}  // namespace

std::vector<std::string> words_of(std::string_view dictionary, const std::string& name) {
  std::vector<std::string> words;
  std::size_t number = 0;
  while (!dictionary.empty()) {
    const std::size_t end = std::min(dictionary.find('\n'), dictionary.size() - 1);
    const std::string_view line = dictionary.substr(0, end);
    dictionary.remove_prefix(end + 1);
    ++number;
    if (!line.empty() && line.front() != '#') words.push_back(word_of(line, name, number));
  }
  return words;
}

void change(std::string& bytes, const std::vector<std::string>& words, Random& random) {
  for (std::size_t left = 1 + random.below(5); left > 0; --left) change_once(bytes, words, random);
}

}  // namespace poseaae::fuzz
