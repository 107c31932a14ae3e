#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "poseaae/base/names.hpp"

/// Configuration described as data: each key once, with its type, default, unit, limits and
/// meaning. Reading, `--set`, error messages and the printed reference file all follow from it.
namespace poseaae::config {

/// A condition on a value beyond its type; `text` completes the sentence "expected ...".
template <typename T>
struct Limit {
  std::string text;
  std::function<bool(const T&)> holds;
};

template <typename T>
[[nodiscard]] Limit<T> at_least(T low);
template <typename T>
[[nodiscard]] Limit<T> between(T low, T high);
template <typename T>
[[nodiscard]] Limit<T> positive();
/// A list of numbers within these limits.
template <typename T>
[[nodiscard]] Limit<std::vector<T>> each(const Limit<T>& limit);

/// The keys of a configuration, bound to the fields of a struct that the caller owns.
///
/// Kinds of field: bool, int, std::uint64_t, double, std::string, lists of int, double and text, a
/// map from text to numbers, enumerations by name, and whatever is written as text. Section
/// comments and key order are those of declaration.
class Schema {
 public:
  /// A heading for the printed file; keys follow as "section.key".
  void section(const std::string& name, const std::string& comment);

  template <typename T>
  void key(const std::string& path, T& field, const std::string& comment, Limit<T> limit = {}) {
    const std::string allowed = limit.text;  // before the limit moves on
    add(path, comment, allowed, make_parser(path, field, std::move(limit)),
        [&field] { return print_value(field); });
  }
  template <typename Enum>
  void choice(const std::string& path, Enum& field, const Names<Enum>& names,
              const std::string& comment);
  /// A field that names a file or folder: assign() takes every character of it as it stands, since
  /// names are not YAML ("my run #2", "[v2]", "null").
  void name(const std::string& path, std::string& field, const std::string& comment);
  /// A field that is not text but written as such. `read` throws where the text is none of it.
  void text(const std::string& path, std::function<void(const std::string&)> read,
            std::function<std::string()> print, const std::string& comment);

  /// Fills the fields from YAML text. `file` appears in messages.
  /// @throws ConfigError: an unknown key (with the nearest valid one), a key given twice, a wrong
  /// type or value; with file, line and column
  /// @throws ParseError when the text is not YAML
  void load(const std::string& yaml, const std::string& file);
  /// "training.epochs=50", as given to --set; the value is YAML ("[64, 16]"), except of a name().
  /// @throws ConfigError
  void assign(const std::string& assignment);

  /// Every key with its current value, comment and limits, as YAML that load() takes.
  [[nodiscard]] std::string print() const;
  [[nodiscard]] std::vector<std::string> keys() const;
  /// Every key with its current value as print() writes it, in the order of keys().
  [[nodiscard]] std::vector<std::pair<std::string, std::string>> values() const;

 private:
  using Parser = std::function<void(const void* yaml_node)>;
  struct Entry {
    std::string path;
    std::string comment;
    std::string allowed;
    Parser parse;
    std::function<std::string()> print;
    bool is_name = false;
  };

  void add(const std::string& path, const std::string& comment, const std::string& allowed,
           Parser parse, std::function<std::string()> print);
  template <typename T>
  static Parser make_parser(const std::string& path, T& field, Limit<T> limit);
  static std::string read_choice(const std::string& path, const void* yaml_node,
                                 const std::vector<std::string>& allowed);
  template <typename T>
  static std::string print_value(const T& value);
  [[nodiscard]] const Entry& find(const std::string& path, const std::string& where) const;
  void load_node(const void* yaml_node, const std::string& prefix, const std::string& file,
                 std::set<std::string>& seen);

  std::vector<Entry> entries_;
  std::map<std::string, std::string> sections_;  ///< name -> comment
};

/// The value of one key in YAML text, "" when it is absent: for a key that must be known before the
/// others can be read (the preset). Same error messages as Schema::load().
[[nodiscard]] std::string peek(const std::string& yaml, const std::string& file,
                               const std::string& key);

template <typename Enum>
void Schema::choice(const std::string& path, Enum& field, const Names<Enum>& names,
                    const std::string& comment) {
  std::string allowed;
  for (const auto& [name, value] : names) allowed += (allowed.empty() ? "" : " | ") + name;
  add(
      path, comment, allowed,
      [path, &field, names](const void* node) {
        field = *value_of(read_choice(path, node, words_of(names)), names);
      },
      [&field, names] { return name_of(field, names); });
}

}  // namespace poseaae::config
