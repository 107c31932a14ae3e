#include "poseaae/safetensors/json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "poseaae/base/error.hpp"
#include "poseaae/base/utf8.hpp"

namespace poseaae::json {

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// U+0000 to U+10FFFF as UTF-8.
void append_character(unsigned code, std::string& out) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (code < 0x80U) {
    put(code);
  } else if (code < 0x800U) {
    put(0xC0U | (code >> 6));
    put(0x80U | (code & 0x3FU));
  } else if (code < 0x10000U) {
    put(0xE0U | (code >> 12));
    put(0x80U | ((code >> 6) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  } else {
    put(0xF0U | (code >> 18));
    put(0x80U | ((code >> 12) & 0x3FU));
    put(0x80U | ((code >> 6) & 0x3FU));
    put(0x80U | (code & 0x3FU));
  }
}

constexpr std::string_view kEscaped = ".escaped";

}  // namespace

void Reader::fail(std::string_view expected) const {
  std::string found = "the end of the text";
  if (at_ < text_.size()) {
    const auto byte = static_cast<unsigned char>(text_[at_]);
    const bool shown = byte >= 0x20 && byte < 0x7F;
    found = shown ? fmt::format("'{}'", text_[at_]) : fmt::format("the byte 0x{:02x}", byte);
  }
  throw ModelError(fmt::format("byte {}: expected {}, found {}", at_, expected, found));
}

void Reader::unknown(const std::string& key) const {
  throw ModelError(fmt::format("byte {}: unknown key {}; this file needs a newer PoseAAE", at_,
                               literal(key.substr(0, 80))));
}

void Reader::unknown_name(std::string_view what, const std::string& name) {
  throw ModelError(fmt::format("unknown {} '{}'; this file needs a newer PoseAAE", what, name));
}

void Reader::skip_space() {
  while (at_ < text_.size() && std::string_view(" \t\n\r").find(text_[at_]) != text_.npos) ++at_;
}

bool Reader::take(char letter) {
  skip_space();
  if (at_ >= text_.size() || text_[at_] != letter) return false;
  ++at_;
  return true;
}

void Reader::require(char letter) {
  if (!take(letter)) fail(fmt::format("'{}'", letter));
}

void Reader::end() {
  skip_space();
  if (at_ < text_.size()) fail("the end of the text");
}

void Reader::object(const std::function<void(const std::string&)>& member) {
  require('{');
  if (take('}')) return;
  std::set<std::string> seen;
  do {
    const auto [key, is_new] = seen.insert(text());
    if (!is_new) fail(fmt::format("{} once", literal(key->substr(0, 80))));
    require(':');
    member(*key);
  } while (take(','));
  if (!take('}')) fail("',' or '}'");
}

void Reader::array(const std::function<void()>& item) {
  require('[');
  if (take(']')) return;
  do {
    item();
  } while (take(','));
  if (!take(']')) fail("',' or ']'");
}

unsigned Reader::hexadecimal() {
  constexpr std::size_t kDigits = 4;
  unsigned code = 0;
  const char* const first = text_.data() + at_;
  const char* const last = text_.data() + std::min(at_ + kDigits, text_.size());
  if (last - first != kDigits || std::from_chars(first, last, code, 16).ptr != last) {
    fail("four hexadecimal digits");
  }
  at_ += kDigits;
  return code;
}

void Reader::escape(std::string& out) {
  static constexpr std::string_view kLetters = "\"\\/bfnrt";
  static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  if (const auto found = kLetters.find(peek()); peek() != '\0' && found != kLetters.npos) {
    out += kMeanings[found];
    ++at_;
    return;
  }
  if (peek() != 'u') fail("an escape of JSON");
  ++at_;
  unsigned code = hexadecimal();
  if (code >= 0xDC00U && code < 0xE000U) fail("a first half of a pair");
  if (code >= 0xD800U && code < 0xDC00U) {
    if (text_.substr(at_, 2) != "\\u") fail("the second half of a pair");
    at_ += 2;
    const unsigned low = hexadecimal();
    if (low < 0xDC00U || low >= 0xE000U) fail("the second half of a pair");
    code = 0x10000U + ((code - 0xD800U) << 10) + (low - 0xDC00U);
  }
  append_character(code, out);
}

std::string Reader::text() {
  require('"');
  std::string out;
  for (;;) {
    if (at_ >= text_.size() || static_cast<unsigned char>(text_[at_]) < 0x20) fail("'\"'");
    if (text_[at_] == '"') break;
    if (text_[at_] == '\\') {
      ++at_;
      escape(out);
      continue;
    }
    const std::size_t size = utf8_character(text_.substr(at_));
    if (size == 0) fail("UTF-8");
    out += text_.substr(at_, size);
    at_ += size;
  }
  ++at_;
  return out;
}

void Reader::digits() {
  if (!is_digit(peek())) fail("a digit");
  while (is_digit(peek())) ++at_;
}

std::string_view Reader::number_text() {
  skip_space();
  const std::size_t first = at_;
  if (peek() == '-') ++at_;
  if (peek() == '0') {
    ++at_;
    if (is_digit(peek())) fail("no digit after a leading 0");
  } else {
    digits();
  }
  if (peek() == '.') {
    ++at_;
    digits();
  }
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    digits();
  }
  return text_.substr(first, at_ - first);
}

double Reader::number() {
  const std::string_view digits = number_text();
  double value = 0.0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (read.ec != std::errc()) fail("a number within the range of doubles before this");
  return value;
}

std::size_t Reader::whole() {
  const std::string_view digits = number_text();
  std::size_t value = 0;
  const char* const last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, value);
  if (end != last || error != std::errc()) fail("a whole number before this");
  return value;
}

bool Reader::truth() {
  skip_space();
  for (const auto& [word, value] : {std::pair("true", true), std::pair("false", false)}) {
    if (!text_.substr(at_).starts_with(word)) continue;
    at_ += std::string_view(word).size();
    return value;
  }
  fail("true or false");
}

void Reader::skip() { skip(0); }

void Reader::skip(int depth) {
  skip_space();
  if (depth > kMaxDepth) fail(fmt::format("at most {} values in each other", kMaxDepth));
  switch (peek()) {
    case '{':
      return object([&](const std::string&) { skip(depth + 1); });
    case '[':
      return array([&] { skip(depth + 1); });
    case '"':
      return static_cast<void>(text());
    case 't':
    case 'f':
      return static_cast<void>(truth());
    case 'n':
      if (!text_.substr(at_).starts_with("null")) fail("a value");
      at_ += std::string_view("null").size();
      return;
    default:
      static_cast<void>(number_text());
  }
}

std::string literal(std::string_view text) {
  if (!is_utf8(text)) {
    throw UsageError(fmt::format("JSON: expected UTF-8, found other bytes in '{}'",
                                 utf8_text(text.substr(0, 80))));
  }
  std::string out = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      out += '\\';
      out += letter;
    } else if (letter == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(letter));
    } else {
      out += letter;
    }
  }
  return out + '"';
}

std::string number(double value) {
  if (!std::isfinite(value)) {
    throw UsageError(fmt::format("JSON: expected a finite number, found {}", value));
  }
  return fmt::format("{}", value);
}

namespace {

template <typename Items, typename Write>
std::string joined(const Items& items, const Write& write) {
  std::string out = "[";
  for (const auto& item : items) {
    if (out.size() > 1) out += ',';
    out += write(item);
  }
  return out + ']';
}

}  // namespace

std::map<std::string, std::string> Reader::texts() {
  std::map<std::string, std::string> texts;
  object([&](const std::string& key) {
    const std::string value = text();
    const bool plain = !key.ends_with(kEscaped);
    const std::string name = plain ? key : key.substr(0, key.size() - kEscaped.size());
    if (!texts.emplace(name, plain ? value : unescaped(value)).second) {
      fail(fmt::format("\"{}\" once before this", name));
    }
  });
  return texts;
}

std::string object(const std::map<std::string, std::string>& texts) {
  ObjectWriter object;
  for (const auto& [name, text] : texts) {
    if (is_utf8(text)) {
      object.add(name, literal(text));
    } else {
      object.add(name + std::string(kEscaped), literal(escaped(text)));
    }
  }
  return object.done();
}

std::map<std::string, std::string> read_object(std::string_view json) {
  Reader reader(json);
  auto texts = reader.texts();
  reader.end();
  return texts;
}

std::string array(std::span<const std::string> items) {
  return joined(items, [](const std::string& item) { return item; });
}

std::string list(std::span<const std::string> texts) {
  return joined(texts, [](const std::string& text) { return literal(text); });
}

std::string list(std::span<const double> numbers) {
  return joined(numbers, [](double value) { return number(value); });
}

ObjectWriter& ObjectWriter::add(std::string_view key, std::string_view json) {
  if (text_.size() > 1) text_ += ',';
  text_ += literal(key);
  text_ += ':';
  text_ += json;
  return *this;
}

}  // namespace poseaae::json
