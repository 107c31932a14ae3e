#include "safetensors/mutations.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace poseaae::safetensors::test {

namespace {

constexpr std::array<std::string_view, 18> kNumbers{"0",
                                                    "1",
                                                    "-1",
                                                    "2",
                                                    "3",
                                                    "255",
                                                    "4294967295",
                                                    "4294967296",
                                                    "9223372036854775808",
                                                    "1e9",
                                                    "99",
                                                    "1.5",
                                                    "1e999",
                                                    "NaN",
                                                    "00",
                                                    "16",
                                                    "18446744073709551615",
                                                    "18446744073709551616"};
constexpr std::array<std::string_view, 22> kPieces{
    "{",       "}",     "[",    "]",         ",",      ":",           "\"",   "\\u0000",
    "\\ud834", "null",  "true", "{\"a\":1}", "[[[[[[", "\xC3\xA4",    "\xFF", "\"F64\"",
    "\"U8\"",  "shape", "\\\"", "[1,2]",     "dtype",  "data_offsets"};

template <typename Pool>
std::string_view one_of(const Pool& pool, Random& random) {
  return pool[random.below(pool.size())];
}

/// Replaces a number of the header by another one.
void change_number(std::string& bytes, std::size_t header_end, Random& random) {
  const auto is_digit = [&](std::size_t i) {
    return std::isdigit(static_cast<unsigned char>(bytes[i])) != 0;
  };
  for (std::size_t i = 8 + random.below(std::max<std::size_t>(header_end, 9) - 8); i < bytes.size();
       ++i) {
    if (!is_digit(i)) continue;
    std::size_t end = i;
    while (end < bytes.size() && is_digit(end)) ++end;
    bytes.replace(i, end - i, one_of(kNumbers, random));
    return;
  }
}

void change(std::string& bytes, std::size_t header_end, Random& random) {
  if (bytes.empty()) return;
  const std::size_t at = random.below(
      random.below(4) == 0 ? bytes.size() : std::clamp<std::size_t>(header_end, 1, bytes.size()));
  const std::size_t size = std::min(bytes.size() - at, 1 + random.below(12));
  switch (random.below(7)) {
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
      bytes.insert(at, one_of(kPieces, random));
      break;
    case 5:
      bytes.replace(at, size, one_of(kPieces, random));
      break;
    default:
      change_number(bytes, header_end, random);
  }
}

}  // namespace

std::string size_bytes(std::size_t size) {
  std::string bytes;
  for (int i = 0; i < 8; ++i) bytes += static_cast<char>((size >> (8 * i)) & 0xFFU);
  return bytes;
}

std::string mutated(std::string bytes, Random& random) {
  std::size_t header_end = 8;
  for (int i = 0; i < 2; ++i) {
    header_end +=
        static_cast<std::size_t>(static_cast<unsigned char>(bytes[static_cast<std::size_t>(i)]))
        << (8 * i);
  }
  const std::size_t data = bytes.size() - header_end;
  const std::size_t changes = 1 + random.below(6);
  for (std::size_t i = 0; i < changes; ++i) change(bytes, header_end, random);
  if (random.below(5) == 0) bytes.resize(random.below(bytes.size() + 1));
  if (random.below(4) != 0 && bytes.size() > 8 + data) {
    bytes.replace(0, 8, size_bytes(bytes.size() - 8 - data));
  }
  return bytes;
}

}  // namespace poseaae::safetensors::test
