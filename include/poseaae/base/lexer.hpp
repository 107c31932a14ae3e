#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Words and numbers of the text formats of motion, with their positions for messages.
namespace poseaae {

[[nodiscard]] inline bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\v' || c == '\f';
}
[[nodiscard]] inline bool is_line_break(char c) { return c == '\n' || c == '\r'; }

/// Equal but for the case of ASCII letters.
[[nodiscard]] bool same_word(std::string_view a, std::string_view b);

/// The decimal number that starts at `p`: digits with an optional point, sign and exponent,
/// magnitude below 1e15. It ends at white space, a brace, or the sign of the next number, since
/// fixed-width writers glue columns ("1.5-2.5"). Independent of the locale.
/// @return where it ends, or nullptr when there is no such number (nan, inf, "1,5", "0x1")
[[nodiscard]] const char* parse_table_number(const char* p, const char* end, double& value);

/// Text for messages: 'word' in quotes, control characters escaped, cut when long.
[[nodiscard]] std::string quote(std::string_view word);

/// The words of a text such as BVH and their positions. Words end at white space; '{', '}' and ':'
/// are words of their own; keywords compare without case. A byte order mark is passed over. It
/// views the text, which must outlive it. Every failure is a ParseError; columns count bytes
/// from 1.
class Lexer {
 public:
  Lexer(std::string_view text, std::filesystem::path file);

  struct Number {
    double value;
    std::string_view text;
  };

  /// The next word without taking it; "" at the end of the file.
  [[nodiscard]] std::string_view peek();
  /// Where peek()'s word begins.
  [[nodiscard]] const char* next_position();
  [[nodiscard]] bool next_is(std::string_view keyword);
  /// Takes the next word if it is `keyword`.
  bool accept(std::string_view keyword);
  void expect(std::string_view keyword);
  /// The rest of the line up to '{', without blanks at its ends; may be empty. The half of a
  /// character in Shift-JIS that looks like '{' belongs to it.
  [[nodiscard]] std::string_view rest_of_line();
  /// The words of the next line that has any, split at blanks alone; none at the end of the file.
  /// A word that begins with '#' starts a comment, which runs to the end of its line.
  [[nodiscard]] std::vector<std::string_view> line();
  [[nodiscard]] Number number(std::string_view expected);
  [[nodiscard]] std::int64_t count(std::string_view expected);
  /// Nothing but blanks may stand before the line break, which is passed.
  void expect_line_end(std::string_view expected);

  /// Points at the next word: expected `expected`, found that word.
  [[noreturn]] void fail(std::string_view expected);
  [[noreturn]] void fail_at(const char* where, std::string_view expected,
                            std::string_view found) const;

  [[nodiscard]] const char* position() const noexcept { return p_; }
  [[nodiscard]] const char* end() const noexcept { return end_; }
  [[nodiscard]] const std::filesystem::path& file() const noexcept { return file_; }

 private:
  std::filesystem::path file_;
  const char* begin_;
  const char* p_;
  const char* end_;
};

/// A place in the lines of numbers that follow a text's header, as far as they are read. It views
/// the text of the lexer, from where that stands.
class RowCursor {
 public:
  explicit RowCursor(const Lexer& lexer)
      : lexer_(&lexer), p_(lexer.position()), end_(lexer.end()) {}

  [[nodiscard]] const char* position() const noexcept { return p_; }
  [[nodiscard]] char front() const noexcept { return *p_; }
  void pass(std::size_t bytes) noexcept { p_ += bytes; }
  void skip_blanks() {
    while (p_ != end_ && is_blank(*p_)) ++p_;
  }
  void skip_line() {
    while (p_ != end_ && !is_line_break(*p_)) ++p_;
  }
  /// Passes blank lines; true when nothing else is left.
  [[nodiscard]] bool at_end() {
    while (p_ != end_ && (is_blank(*p_) || is_line_break(*p_))) ++p_;
    return p_ == end_;
  }
  [[nodiscard]] bool at_line_end() const { return p_ == end_ || is_line_break(*p_); }
  /// From here to the next blank or line break.
  [[nodiscard]] std::string_view word() const;

  /// How a row ended.
  enum class End {
    kWhole,
    kFew,    ///< the line ends before its numbers do
    kMany,   ///< something follows them in the line
    kBreaks  ///< the file breaks off before the last of them, or within it ("-", "1e-")
  };
  /// Reads numbers to the end of their line into `row`; `read`: how many there were.
  /// @throws ParseError for what is no number
  [[nodiscard]] End numbers(std::span<double> row, std::size_t& read);
  /// A single number here. @return false where there is none
  [[nodiscard]] bool number(double& value);

 private:
  const Lexer* lexer_;
  const char* p_;
  const char* end_;
};

}  // namespace poseaae
