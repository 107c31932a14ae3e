#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "poseaae/base/names.hpp"

/// Texts of JSON (RFC 8259), read value by value and written piece by piece.
namespace poseaae::json {

/// Reads a text from its beginning to its end, each value as the caller expects it; no tree of
/// values is ever built, so memory is in proportion to what the caller keeps. Strict: text is
/// UTF-8, no key of an object comes twice, nothing follows the value.
///
///     json::Reader reader(text);
///     reader.object([&](const std::string& key) {
///       if (key == "fps") fps = reader.number();
///       else reader.unknown(key);
///     });
///     reader.end();
class Reader {
 public:
  /// The text must outlive the reader.
  explicit Reader(std::string_view text) : text_(text) {}

  /// Calls member(key) for each member, which has to read its value. @throws ModelError here and
  /// below: "byte 17: expected ..., found ..."
  void object(const std::function<void(const std::string& key)>& member);
  /// Calls item() for each item, which has to read it.
  void array(const std::function<void()>& item);
  [[nodiscard]] std::string text();
  /// Finite.
  [[nodiscard]] double number();
  /// 0 or a positive whole number, written without fraction or exponent.
  [[nodiscard]] std::size_t whole();
  [[nodiscard]] bool truth();
  /// Passes over a value of any kind. @throws ModelError here too where it is no JSON, and where it
  /// is nested more than kMaxDepth deep
  void skip();
  static constexpr int kMaxDepth = 200;
  /// An object whose values are texts, as object() writes it.
  [[nodiscard]] std::map<std::string, std::string> texts();
  /// The value of a text that names one. @throws ModelError that calls it an unknown WHAT
  template <typename Enum>
  [[nodiscard]] Enum named(const Names<Enum>& names, std::string_view what) {
    const std::string name = text();
    if (const auto value = value_of(name, names)) return *value;
    unknown_name(what, name);
  }
  /// Refuses a key that means nothing here: @throws ModelError that says that a newer version is
  /// needed
  [[noreturn]] void unknown(const std::string& key) const;
  /// @throws ModelError unless only white space is left
  void end();

  [[noreturn]] void fail(std::string_view expected) const;

 private:
  [[noreturn]] static void unknown_name(std::string_view what, const std::string& name);
  void skip_space();
  [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  [[nodiscard]] bool take(char letter);
  void require(char letter);
  [[nodiscard]] std::string_view number_text();
  void digits();
  void escape(std::string& out);
  void skip(int depth);
  [[nodiscard]] unsigned hexadecimal();

  std::string_view text_;
  std::size_t at_ = 0;
};

/// "text", quoted and escaped. @throws UsageError when it is not UTF-8
[[nodiscard]] std::string literal(std::string_view text);
/// The shortest digits that read back as the same number. @throws UsageError when it is not finite
[[nodiscard]] std::string number(double value);
/// ["a","b"]; [1,2.5]
[[nodiscard]] std::string list(std::span<const std::string> texts);
[[nodiscard]] std::string list(std::span<const double> numbers);
/// {"name":"text",...}; a text that is not UTF-8, such as the name of a file, is escaped()
/// (base/utf8.hpp), and its name becomes NAME.escaped.
[[nodiscard]] std::string object(const std::map<std::string, std::string>& texts);
/// What object() has written. @throws ModelError
[[nodiscard]] std::map<std::string, std::string> read_object(std::string_view json);
/// [...] of items that are JSON already.
[[nodiscard]] std::string array(std::span<const std::string> items);

/// Members joined to {"key":value,...} in their order; values are JSON already.
class ObjectWriter {
 public:
  ObjectWriter& add(std::string_view key, std::string_view json);
  [[nodiscard]] std::string done() const { return text_ + "}"; }

 private:
  std::string text_ = "{";
};

}  // namespace poseaae::json
