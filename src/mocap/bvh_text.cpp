#include "bvh_text.hpp"

#include <cstdint>

namespace poseaae::mocap::bvh {

namespace {

constexpr std::string_view kLittleMark = "\xFF\xFE";
constexpr std::string_view kBigMark = "\xFE\xFF";

bool is_marked(std::string_view bytes) {
  return bytes.starts_with(kLittleMark) || bytes.starts_with(kBigMark);
}

bool is_big_endian(std::string_view bytes) {
  return is_marked(bytes) ? bytes.starts_with(kBigMark) : bytes.front() == '\0';
}

void append_utf8(std::string& text, std::uint32_t code) {
  const auto byte = [&](std::uint32_t bits) { text += static_cast<char>(bits); };
  const auto following = [&](int shift) { byte(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xC0 | (code >> 6));
    following(0);
  } else if (code < 0x10000) {
    byte(0xE0 | (code >> 12));
    following(6);
    following(0);
  } else {
    byte(0xF0 | (code >> 18));
    following(12);
    following(6);
    following(0);
  }
}

}  // namespace

bool is_utf16(std::string_view bytes) {
  if (bytes.size() < 2) return false;
  return is_marked(bytes) || (bytes[0] == '\0') != (bytes[1] == '\0');
}

std::string utf8_of_utf16(std::string_view bytes) {
  constexpr std::uint32_t kReplacement = 0xFFFD;
  const bool big_endian = is_big_endian(bytes);
  if (is_marked(bytes)) bytes.remove_prefix(kLittleMark.size());
  const std::size_t units = bytes.size() / 2;
  const auto unit = [&](std::size_t i) {
    const std::uint32_t one = static_cast<unsigned char>(bytes[2 * i]);
    const std::uint32_t other = static_cast<unsigned char>(bytes[2 * i + 1]);
    return big_endian ? (one << 8) | other : one | (other << 8);
  };
  const auto is_half = [](std::uint32_t code, std::uint32_t first) {
    return code >= first && code < first + 0x400;
  };
  std::string text;
  text.reserve(units);
  for (std::size_t i = 0; i < units; ++i) {
    std::uint32_t code = unit(i);
    if (is_half(code, 0xD800) && i + 1 < units && is_half(unit(i + 1), 0xDC00)) {
      code = 0x10000 + ((code - 0xD800) << 10) + (unit(++i) - 0xDC00);
    } else if (is_half(code, 0xD800) || is_half(code, 0xDC00)) {
      code = kReplacement;
    }
    append_utf8(text, code);
  }
  return text;
}

}  // namespace poseaae::mocap::bvh
