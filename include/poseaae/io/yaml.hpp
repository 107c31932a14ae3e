#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "poseaae/base/names.hpp"
#include "poseaae/io/config.hpp"

/// YAML files without a fixed set of keys (config.hpp is for those that have one): lists, and
/// mappings whose keys say what they hold. Every error names file, line and column.
namespace poseaae::yaml {

/// The text as a YAML scalar: plain, or in double quotes where YAML would read a plain one
/// differently.
[[nodiscard]] std::string quoted(const std::string& text);

struct Entry;

/// A value in a YAML text: a scalar, a list, a mapping, or nothing.
class Item {
 public:
  /// @throws InputError when it cannot be read, ParseError when it is not YAML
  [[nodiscard]] static Item load(const std::filesystem::path& file);
  /// `file` appears in messages. @throws ParseError
  [[nodiscard]] static Item parse(const std::string& text, const std::filesystem::path& file);

  [[nodiscard]] bool is_nothing() const;
  [[nodiscard]] bool is_scalar() const;
  [[nodiscard]] bool is_list() const;
  [[nodiscard]] bool is_mapping() const;

  // Each throws ParseError at this position when the value is of another kind; `what` completes
  // "expected ...".
  [[nodiscard]] std::string text(const std::string& what) const;
  /// A finite number.
  [[nodiscard]] double number(const std::string& what,
                              const config::Limit<double>& limit = {}) const;
  [[nodiscard]] std::int64_t integer(const std::string& what) const;
  /// One of these. @throws ParseError with the nearest
  [[nodiscard]] std::string word(const std::string& what,
                                 const std::vector<std::string>& words) const;
  [[nodiscard]] bool flag(const std::string& what) const;
  [[nodiscard]] std::vector<Item> list(const std::string& what) const;
  /// In the order of the text; a repeated key is an error.
  [[nodiscard]] std::vector<Entry> mapping(const std::string& what) const;

  /// @throws ParseError "file:line:column: expected <expected>, found <found, or this value>"
  [[noreturn]] void fail(const std::string& expected, const std::string& found = {}) const;
  /// "file:line:column", from 1.
  [[nodiscard]] std::string where() const;
  /// fail() for a word that is not one of `words`, with the nearest one that is.
  [[noreturn]] void refuse(const std::string& word, const std::string& what,
                           const std::vector<std::string>& words) const;

 private:
  struct Place;
  explicit Item(std::shared_ptr<const Place> place) : place_(std::move(place)) {}
  std::shared_ptr<const Place> place_;
};

/// One key of a mapping.
struct Entry {
  std::string name;
  Item key;  ///< for errors in the key itself
  Item value;
};

/// The keys of a mapping, read one by one into fields; a field whose key is missing keeps its
/// value.
class Keys {
 public:
  /// `what` names the mapping in messages ("a walk"). Where `main` is given, a scalar or a list
  /// stands for a mapping with that one key. @throws ParseError when it is neither
  Keys(const Item& item, std::string what, const std::string& main = {});

  [[nodiscard]] std::optional<Item> find(const std::string& key);
  /// @throws ParseError when it is missing
  [[nodiscard]] Item need(const std::string& key);

  void read(const std::string& key, bool& field);
  void read(const std::string& key, std::string& field);
  void read(const std::string& key, int& field, const config::Limit<double>& limit = {});
  void read(const std::string& key, std::uint64_t& field);
  void read(const std::string& key, double& field, const config::Limit<double>& limit = {});
  void read(const std::string& key, std::optional<double>& field,
            const config::Limit<double>& limit = {});
  void read(const std::string& key, std::vector<double>& field);
  template <typename Enum>
  void read(const std::string& key, Enum& field, const Names<Enum>& names) {
    const std::optional<std::string> chosen = word(key, words_of(names));
    if (chosen) field = value_of(*chosen, names).value_or(field);
  }
  /// One of these words, where the key is given.
  [[nodiscard]] std::optional<std::string> word(const std::string& key,
                                                const std::vector<std::string>& words);

  /// Call last. @throws ParseError for a key that was not read, with the nearest one that was
  void finish() const;

  [[nodiscard]] const Item& item() const noexcept { return item_; }

 private:
  Item item_;
  std::string what_;
  std::vector<Entry> entries_;
  std::vector<std::string> known_;
};

}  // namespace poseaae::yaml
