#include "poseaae/io/yaml.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <limits>
#include <string_view>

#include "poseaae/base/decimal.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "yaml_error.hpp"

namespace poseaae::yaml {

namespace {

/// Words to which YAML or its older versions give a meaning of their own, in any case.
bool is_yaml_word(std::string text) {
  static constexpr std::array<std::string_view, 9> kWords{"null", "true", "false", "yes", "no",
                                                          "on",   "off",  "y",     "n"};
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return std::find(kWords.begin(), kWords.end(), text) != kWords.end();
}

}  // namespace

std::string quoted(const std::string& text) {
  static constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_./-0123456789";
  const bool plain = !text.empty() && text.find_first_not_of(kPlain) == std::string::npos &&
                     std::isalpha(static_cast<unsigned char>(text[0])) != 0 && !is_yaml_word(text);
  if (plain) return text;
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (const auto code = static_cast<unsigned char>(c); code < 0x20 || code == 0x7f) {
      out += fmt::format("\\x{:02x}", code);
    } else {
      out += c;
    }
  }
  return out + '"';
}

struct Item::Place {
  YAML::Node node;
  std::filesystem::path file;

  [[nodiscard]] std::shared_ptr<const Place> child(const YAML::Node& other) const {
    return std::make_shared<const Place>(Place{other, file});
  }
  [[nodiscard]] std::string found() const {
    if (!node.IsDefined() || node.IsNull()) return "nothing";
    if (node.IsScalar()) return fmt::format("'{}'", node.Scalar());
    return node.IsMap() ? "a mapping" : "a list";
  }
};

Item Item::load(const std::filesystem::path& file) { return parse(read_file(file), file); }

Item Item::parse(const std::string& text, const std::filesystem::path& file) {
  try {
    return Item(std::make_shared<const Place>(Place{YAML::Load(text), file}));
  } catch (const YAML::Exception& problem) {
    refuse_yaml(text, file, problem);
  }
}

bool Item::is_nothing() const { return !place_->node.IsDefined() || place_->node.IsNull(); }
bool Item::is_scalar() const { return place_->node.IsScalar(); }
bool Item::is_list() const { return place_->node.IsSequence(); }
bool Item::is_mapping() const { return place_->node.IsMap(); }

void Item::fail(const std::string& expected, const std::string& found) const {
  const YAML::Mark mark = place_->node.Mark();
  throw ParseError(place_->file, from_one(mark.line), from_one(mark.column), expected,
                   found.empty() ? place_->found() : found);
}

std::string Item::where() const { return place_of(place_->node, place_->file); }

void Item::refuse(const std::string& word, const std::string& what,
                  const std::vector<std::string>& words) const {
  const std::string nearest = nearest_word(word, words);
  fail(fmt::format("{} ({})", what, fmt::join(words, ", ")),
       nearest.empty() ? fmt::format("'{}'", word)
                       : fmt::format("'{}' (did you mean '{}'?)", word, nearest));
}

std::string Item::text(const std::string& what) const {
  if (!is_scalar()) fail(what + " as text");
  return place_->node.Scalar();
}

double Item::number(const std::string& what, const config::Limit<double>& limit) const {
  const auto value = is_scalar() ? parse_number<double>(place_->node.Scalar()) : std::nullopt;
  if (!value || !std::isfinite(*value) || (limit.holds && !limit.holds(*value))) {
    fail(fmt::format("{} as a number{}{}", what, limit.text.empty() ? "" : " ", limit.text));
  }
  return *value;
}

std::int64_t Item::integer(const std::string& what) const {
  const auto value = is_scalar() ? parse_number<std::int64_t>(place_->node.Scalar()) : std::nullopt;
  if (!value) fail(what + " as a whole number");
  return *value;
}

std::string Item::word(const std::string& what, const std::vector<std::string>& words) const {
  if (!is_scalar()) fail(fmt::format("{} ({})", what, fmt::join(words, ", ")));
  const std::string& chosen = place_->node.Scalar();
  if (std::ranges::find(words, chosen) == words.end()) refuse(chosen, what, words);
  return chosen;
}

bool Item::flag(const std::string& what) const {
  if (!is_scalar() || (place_->node.Scalar() != "true" && place_->node.Scalar() != "false")) {
    fail(what + " as true or false");
  }
  return place_->node.Scalar() == "true";
}

std::vector<Item> Item::list(const std::string& what) const {
  if (!is_list()) fail(what + " as a list");
  std::vector<Item> items;
  for (const auto& node : place_->node) items.push_back(Item(place_->child(node)));
  return items;
}

std::vector<Entry> Item::mapping(const std::string& what) const {
  if (!is_mapping()) fail(what + " as a mapping of keys");
  std::vector<Entry> entries;
  for (const auto& entry : place_->node) {
    const Item key(place_->child(entry.first));
    const std::string name = key.text("a key of " + what);
    const bool twice = std::ranges::any_of(entries, [&](const auto& e) { return e.name == name; });
    if (twice) key.fail(fmt::format("a key of {} once", what), fmt::format("'{}' again", name));
    entries.push_back({name, key, Item(place_->child(entry.second))});
  }
  return entries;
}

Keys::Keys(const Item& item, std::string what, const std::string& main)
    : item_(item), what_(std::move(what)) {
  if (item.is_mapping()) {
    entries_ = item.mapping(what_);
  } else if (!main.empty() && !item.is_nothing()) {
    entries_.push_back({main, item, item});
  } else if (!item.is_nothing()) {
    (void)item.mapping(what_);
  }
}

std::optional<Item> Keys::find(const std::string& key) {
  known_.push_back(key);
  const auto entry = std::ranges::find_if(entries_, [&](const auto& e) { return e.name == key; });
  if (entry == entries_.end()) return std::nullopt;
  return entry->value;
}

Item Keys::need(const std::string& key) {
  const auto value = find(key);
  if (!value) {
    item_.fail(fmt::format("{} with {}", what_, key), "none");
  }
  return *value;
}

void Keys::read(const std::string& key, bool& field) {
  if (const auto value = find(key)) field = value->flag(key);
}

void Keys::read(const std::string& key, std::string& field) {
  if (const auto value = find(key)) field = value->text(key);
}

void Keys::read(const std::string& key, int& field, const config::Limit<double>& limit) {
  const auto value = find(key);
  if (!value) return;
  const std::int64_t number = value->integer(key);
  if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max()) {
    value->fail(key + " as a whole number within 32 bits");
  }
  field = static_cast<int>(value->number(key, limit));
}

void Keys::read(const std::string& key, std::uint64_t& field) {
  const auto value = find(key);
  if (!value) return;
  const std::int64_t number = value->integer(key);
  if (number < 0) value->fail(key + " as a whole number, at least 0");
  field = static_cast<std::uint64_t>(number);
}

void Keys::read(const std::string& key, double& field, const config::Limit<double>& limit) {
  if (const auto value = find(key)) field = value->number(key, limit);
}

void Keys::read(const std::string& key, std::optional<double>& field,
                const config::Limit<double>& limit) {
  if (const auto value = find(key)) field = value->number(key, limit);
}

void Keys::read(const std::string& key, std::vector<double>& field) {
  const auto value = find(key);
  if (!value) return;
  field.clear();
  for (const Item& item : value->list(key)) field.push_back(item.number(key));
}

std::optional<std::string> Keys::word(const std::string& key,
                                      const std::vector<std::string>& words) {
  const auto value = find(key);
  if (!value) return std::nullopt;
  return value->word(key, words);
}

void Keys::finish() const {
  for (const Entry& entry : entries_) {
    if (std::ranges::find(known_, entry.name) != known_.end()) continue;
    entry.key.refuse(entry.name, "a key of " + what_, known_);
  }
}

}  // namespace poseaae::yaml
