#include "poseaae/base/utf8.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace poseaae {

namespace {

bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }

/// From another encoding, by iconv(3); nothing where the bytes are none of it.
std::optional<std::string> converted(std::string_view bytes, const char* encoding) {
  const iconv_t converter = ::iconv_open("UTF-8", encoding);
  if (converter == iconv_t(-1)) return std::nullopt;
  std::string input(bytes);
  std::string text(3 * bytes.size() + 1, '\0');  // a byte is at most three in UTF-8
  char* in = input.data();
  char* out = text.data();
  std::size_t in_left = input.size();
  std::size_t out_left = text.size();
  const bool all = ::iconv(converter, &in, &in_left, &out, &out_left) == 0 && in_left == 0;
  ::iconv_close(converter);
  if (!all) return std::nullopt;
  text.resize(text.size() - out_left);
  return text;
}

/// A letter beyond ASCII within a Latin word: behind an ASCII letter, or before a small one.
bool within_latin_word(std::string_view utf8) {
  for (std::size_t i = 0; i + 1 < utf8.size(); ++i) {
    const char a = utf8[i];
    const char b = utf8[i + 1];
    if (!is_high(a) && std::isalpha(static_cast<unsigned char>(a)) != 0 && is_high(b)) return true;
    if (is_high(a) && b >= 'a' && b <= 'z') return true;
  }
  return false;
}

std::string from_latin_1(std::string_view bytes) {
  std::string text;
  for (const char c : bytes) {
    const auto code = static_cast<unsigned char>(c);
    if (code < 0x80) {
      text += c;
    } else {
      text += static_cast<char>(0xC0 | (code >> 6));
      text += static_cast<char>(0x80 | (code & 0x3F));
    }
  }
  return text;
}

}  // namespace

std::size_t utf8_character(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i, unsigned low = 0x80, unsigned high = 0xBF) {
    return byte(i) >= low && byte(i) <= high;
  };
  const unsigned lead = byte(0);
  if (text.empty()) return 0;
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {  // no overlong forms, no surrogates
    const bool second = follows(1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF);
    return second && follows(2) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {  // up to U+10FFFF
    const bool second = follows(1, lead == 0xF0 ? 0x90 : 0x80, lead == 0xF4 ? 0x8F : 0xBF);
    return second && follows(2) && follows(3) ? 4 : 0;
  }
  return 0;
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = utf8_character(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

std::string utf8_text(std::string_view bytes) {
  if (is_utf8(bytes)) return std::string(bytes);
  if (auto text = converted(bytes, "CP932"); text && !within_latin_word(*text)) return *text;
  return from_latin_1(bytes);
}

std::string escaped(std::string_view bytes) {
  std::string text;
  while (!bytes.empty()) {
    const std::size_t size = utf8_character(bytes);
    if (bytes.front() == '\\') {
      text += "\\\\";
    } else if (size > 0) {
      text += bytes.substr(0, size);
    } else {
      text += fmt::format("\\x{:02x}", static_cast<unsigned char>(bytes.front()));
    }
    bytes.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return text;
}

std::string unescaped(std::string_view text) {
  constexpr std::size_t kEscape = 4;  // \xNN
  std::string bytes;
  while (!text.empty()) {
    std::size_t size = 1;
    if (text.starts_with("\\x") && text.size() >= kEscape) {
      unsigned byte = 0;
      std::from_chars(text.data() + 2, text.data() + kEscape, byte, 16);
      bytes += static_cast<char>(byte);
      size = kEscape;
    } else {
      bytes += text.front();
      if (text.starts_with("\\\\")) size = 2;
    }
    text.remove_prefix(size);
  }
  return bytes;
}

}  // namespace poseaae
