#include "poseaae/base/lexer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "poseaae/base/decimal.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/utf8.hpp"

namespace poseaae {

namespace {

constexpr double kLargest = 1e15;  // beyond it a length or an angle has lost its decimals

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_space(char c) { return is_blank(c) || is_line_break(c); }
bool is_punctuation(char c) { return c == '{' || c == '}' || c == ':'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

bool ends_number(char c) { return is_space(c) || c == '-' || c == '+' || c == '{' || c == '}'; }

/// A character of two bytes in Shift-JIS, whose second may be a brace, and no UTF-8.
bool is_shift_jis_pair(std::string_view text) {
  if (text.size() < 2 || utf8_character(text) > 0) return false;
  const auto first = static_cast<unsigned char>(text[0]);
  const auto second = static_cast<unsigned char>(text[1]);
  const bool leads = (first >= 0x81 && first <= 0x9F) || (first >= 0xE0 && first <= 0xFC);
  return leads && second >= 0x40 && second != 0x7F && second <= 0xFC;
}

/// Out of range, but on the side of zero: 1e-400.
bool vanishes(std::string_view number) {
  const std::size_t exponent = number.find_first_of("eE");
  return exponent != std::string_view::npos && number.substr(exponent + 1).starts_with('-');
}

}  // namespace

bool same_word(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

const char* parse_table_number(const char* p, const char* end, double& value) {
  if (p != end && *p == '+') ++p;  // from_chars does not take it
  const char* digits = p;
  if (digits != end && *digits == '-') ++digits;
  if (digits == end || !(is_digit(*digits) || *digits == '.')) return nullptr;
  const auto [stop, error] = parse_decimal(p, end, value);
  if (error == std::errc::result_out_of_range && vanishes({p, stop})) {
    value = 0.0;
  } else if (error != std::errc{}) {
    return nullptr;
  }
  if (!(std::abs(value) < kLargest)) return nullptr;
  return stop == end || ends_number(*stop) ? stop : nullptr;
}

std::string quote(std::string_view word) {
  constexpr std::size_t kShown = 40;
  std::string text = "'";
  for (const char c : word.substr(0, kShown)) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') {
      text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      text += c;
    }
  }
  return text + (word.size() > kShown ? "...'" : "'");
}

Lexer::Lexer(std::string_view text, std::filesystem::path file) : file_(std::move(file)) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  begin_ = p_ = text.data();
  end_ = begin_ + text.size();
}

std::string_view Lexer::peek() {
  while (p_ != end_ && is_space(*p_)) ++p_;
  if (p_ == end_) return {};
  const char* stop = p_ + 1;
  if (!is_punctuation(*p_)) {
    while (stop != end_ && !is_space(*stop) && !is_punctuation(*stop)) ++stop;
  }
  return {p_, stop};
}

const char* Lexer::next_position() {
  static_cast<void>(peek());
  return p_;
}

bool Lexer::next_is(std::string_view keyword) { return same_word(peek(), keyword); }

bool Lexer::accept(std::string_view keyword) {
  if (!next_is(keyword)) return false;
  p_ += keyword.size();
  return true;
}

void Lexer::expect(std::string_view keyword) {
  if (!accept(keyword)) fail(keyword);
}

std::string_view Lexer::rest_of_line() {
  const char* const start = p_;
  while (p_ != end_ && !is_line_break(*p_) && *p_ != '{') {
    p_ += is_shift_jis_pair({p_, end_}) ? 2 : 1;
  }
  return trimmed({start, p_});
}

std::vector<std::string_view> Lexer::line() {
  std::vector<std::string_view> words;
  while (words.empty() && p_ != end_) {
    for (bool comment = false; p_ != end_ && !is_line_break(*p_);) {
      const char* const start = p_;
      while (p_ != end_ && !is_space(*p_)) ++p_;
      comment = comment || (start != p_ && *start == '#');
      if (start != p_ && !comment) words.emplace_back(start, p_);
      if (p_ != end_ && is_blank(*p_)) ++p_;
    }
    while (p_ != end_ && is_line_break(*p_)) ++p_;
  }
  return words;
}

Lexer::Number Lexer::number(std::string_view expected) {
  const std::string_view word = peek();
  double value = 0.0;
  const char* const stop = word.empty() ? nullptr : parse_table_number(p_, end_, value);
  if (stop == nullptr) fail(expected);
  const std::string_view text(p_, stop);
  p_ = stop;
  return {value, text};
}

std::int64_t Lexer::count(std::string_view expected) {
  const std::string_view word = peek();
  std::int64_t value = 0;
  const char* const stop = word.data() + word.size();
  const auto [parsed, error] = std::from_chars(word.data(), stop, value);
  if (word.empty() || error != std::errc{} || parsed != stop || value < 0) fail(expected);
  p_ = stop;
  return value;
}

void Lexer::expect_line_end(std::string_view expected) {
  while (p_ != end_ && is_blank(*p_)) ++p_;
  if (p_ != end_ && !is_line_break(*p_)) fail(expected);
}

void Lexer::fail(std::string_view expected) {
  const std::string_view word = peek();
  fail_at(p_, expected, word.empty() ? "the end of the file" : quote(word));
}

void Lexer::fail_at(const char* where, std::string_view expected, std::string_view found) const {
  std::size_t line = 1;
  const char* line_start = begin_;
  for (const char* c = begin_; c != where; ++c) {
    const bool half_of_crlf = *c == '\r' && c + 1 != end_ && c[1] == '\n';
    if (!is_line_break(*c) || half_of_crlf) continue;
    ++line;
    line_start = c + 1;
  }
  throw ParseError(file_, line, static_cast<std::size_t>(where - line_start) + 1,
                   std::string(expected), std::string(found));
}

std::string_view RowCursor::word() const {
  const char* stop = p_;
  while (stop != end_ && !is_space(*stop)) ++stop;
  return {p_, stop};
}

RowCursor::End RowCursor::numbers(std::span<double> row, std::size_t& read) {
  for (read = 0; read < row.size(); ++read) {
    skip_blanks();
    if (p_ == end_) return End::kBreaks;
    if (is_line_break(*p_)) return End::kFew;
    if (number(row[read])) continue;
    const bool is_start = word().find_first_not_of("0123456789+-.eE") == std::string_view::npos;
    if (is_start && word().data() + word().size() == end_) return End::kBreaks;
    lexer_->fail_at(p_, "a number (decimal point, no nan or inf)", quote(word()));
  }
  skip_blanks();
  return at_line_end() ? End::kWhole : End::kMany;
}

bool RowCursor::number(double& value) {
  const char* const stop = parse_table_number(p_, end_, value);
  if (stop == nullptr) return false;
  p_ = stop;
  return true;
}

}  // namespace poseaae
