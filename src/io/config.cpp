#include "poseaae/io/config.hpp"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <set>
#include <sstream>

#include "poseaae/base/error.hpp"
#include "poseaae/io/yaml.hpp"
#include "yaml_error.hpp"

namespace poseaae::config {

template <typename T>
Limit<T> between(T low, T high) {
  return {fmt::format("between {} and {}", low, high),
          [low, high](const T& v) { return v >= low && v <= high; }};
}

namespace {

const YAML::Node& as_node(const void* node) { return *static_cast<const YAML::Node*>(node); }

std::string describe(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Scalar:
      return node.Scalar();
    case YAML::NodeType::Null:
    case YAML::NodeType::Undefined:
      return "nothing";
    default: {
      YAML::Emitter out;
      out.SetSeqFormat(YAML::Flow);
      out.SetMapFormat(YAML::Flow);
      out << node;
      return out.c_str();
    }
  }
}

template <typename Number>
bool parse_number(const std::string& text, Number& out) {
  const bool plus = text.starts_with('+') && !text.starts_with("+-");
  const char* begin = text.data() + (plus ? 1 : 0);
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(begin, end, out);
  return error == std::errc() && stop == end && begin != end;
}

// One overload a kind of field: true when the node is of that kind.
bool read(const YAML::Node& node, bool& out) {
  if (!node.IsScalar()) return false;
  const std::string& text = node.Scalar();
  if (text != "true" && text != "false") return false;
  out = text == "true";
  return true;
}
template <std::integral Whole>
bool read(const YAML::Node& node, Whole& out) {
  return node.IsScalar() && parse_number(node.Scalar(), out);
}
bool read(const YAML::Node& node, double& out) {
  return node.IsScalar() && parse_number(node.Scalar(), out) && std::isfinite(out);
}
bool read(const YAML::Node& node, std::string& out) {
  if (node.IsNull()) {
    out.clear();
    return true;
  }
  if (!node.IsScalar()) return false;
  out = node.Scalar();
  return true;
}
template <typename T>
bool read(const YAML::Node& node, std::vector<T>& out) {
  out.clear();
  if (node.IsNull()) return true;
  if (node.IsScalar()) {  // one item needs no brackets
    T item{};
    if (!read(node, item)) return false;
    out.push_back(std::move(item));
    return true;
  }
  if (!node.IsSequence()) return false;
  for (const auto& child : node) {
    T item{};
    if (!read(child, item)) return false;
    out.push_back(std::move(item));
  }
  return true;
}
bool read(const YAML::Node& node, std::map<std::string, double>& out) {
  out.clear();
  if (node.IsNull()) return true;
  if (!node.IsMap()) return false;
  for (const auto& item : node) {
    double number = 0.0;
    if (!item.first.IsScalar() || !read(item.second, number)) return false;
    if (!out.emplace(item.first.Scalar(), number).second) return false;  // a name given twice
  }
  return true;
}

std::string show(bool value) { return value ? "true" : "false"; }
template <typename Number>
requires std::is_arithmetic_v<Number> std::string show(Number value) {
  return fmt::format("{}", value);
}
std::string show(const std::string& value) { return yaml::quoted(value); }
template <typename T>
std::string show(const std::vector<T>& values) {
  std::string out;
  for (const auto& value : values) out += (out.empty() ? "" : ", ") + show(value);
  return "[" + out + "]";
}
std::string show(const std::map<std::string, double>& values) {
  std::string out;
  for (const auto& [name, value] : values) {
    out += (out.empty() ? "" : ", ") + yaml::quoted(name) + ": " + show(value);
  }
  return "{" + out + "}";
}

template <typename T>
constexpr const char* kind_name() {
  if constexpr (std::is_same_v<T, bool>) return "true or false";
  if constexpr (std::is_integral_v<T>) return "a whole number";
  if constexpr (std::is_same_v<T, double>) return "a number";
  if constexpr (std::is_same_v<T, std::string>) return "text";
  if constexpr (std::is_same_v<T, std::vector<int>>) return "a list of whole numbers";
  if constexpr (std::is_same_v<T, std::vector<double>>) return "a list of numbers";
  if constexpr (std::is_same_v<T, std::vector<std::string>>) return "a list of text";
  return "a map from text to numbers, each name once";
}

/// What a kind has room for, where a field of it has no limits of its own.
template <typename T>
std::string kind_limits() {
  if constexpr (std::is_integral_v<T> && !std::is_same_v<T, bool>) {
    return between(std::numeric_limits<T>::min(), std::numeric_limits<T>::max()).text;
  }
  return "";
}

/// Passes over a document.
class Passing final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override {}
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string&) override {}
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {}
  void OnSequenceEnd() override {}
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {}
  void OnMapEnd() override {}
};

/// Looks no further than that: yaml-cpp 0.7 can find documents without an end (LoadAll()).
bool has_a_second_document(const std::string& yaml) {
  std::istringstream text(yaml);
  YAML::Parser parser(text);
  Passing passing;
  return parser.HandleNextDocument(passing) && parser.HandleNextDocument(passing);
}

YAML::Node parse_yaml(const std::string& yaml, const std::string& file) {
  try {
    YAML::Node document = YAML::Load(yaml);
    if (has_a_second_document(yaml)) {
      throw ParseError(file, 1, 1, "one YAML document", "several ('---')");
    }
    return document;
  } catch (const YAML::ParserException& problem) {
    refuse_yaml(yaml, file, problem);
  }
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& candidates) {
  const std::string nearest = nearest_word(word, candidates);
  return nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest);
}

}  // namespace

template <typename T>
Limit<T> at_least(T low) {
  return {fmt::format("at least {}", low), [low](const T& v) { return v >= low; }};
}
template <typename T>
Limit<T> positive() {
  return {"greater than 0", [](const T& v) { return v > T(0); }};
}
template <typename T>
Limit<std::vector<T>> each(const Limit<T>& limit) {
  return {"each " + limit.text, [holds = limit.holds](const std::vector<T>& values) {
            return std::all_of(values.begin(), values.end(), holds);
          }};
}

void Schema::section(const std::string& name, const std::string& comment) {
  sections_[name] = comment;
}

void Schema::add(const std::string& path, const std::string& comment, const std::string& allowed,
                 Parser parse, std::function<std::string()> print) {
  entries_.push_back({path, comment, allowed, std::move(parse), std::move(print)});
}

void Schema::name(const std::string& path, std::string& field, const std::string& comment) {
  key(path, field, comment);
  entries_.back().is_name = true;
}

template <typename T>
Schema::Parser Schema::make_parser(const std::string& path, T& field, Limit<T> limit) {
  return [path, &field, limit = std::move(limit)](const void* yaml_node) {
    const YAML::Node& node = as_node(yaml_node);
    T value{};
    const bool right_kind = read(node, value);
    if (!right_kind || (limit.holds && !limit.holds(value))) {
      std::string expected = kind_name<T>();
      const std::string limits = limit.text.empty() ? kind_limits<T>() : limit.text;
      if (!limits.empty()) expected += ", " + limits;
      throw ConfigError(path, describe(node), expected);
    }
    field = std::move(value);
  };
}

void Schema::text(const std::string& path, std::function<void(const std::string&)> read,
                  std::function<std::string()> print, const std::string& comment) {
  const auto parse = [path, read = std::move(read)](const void* yaml_node) {
    std::string value;
    make_parser(path, value, Limit<std::string>{})(yaml_node);
    read(value);
  };
  add(path, comment, "", parse, [print = std::move(print)] { return show(print()); });
}

std::string Schema::read_choice(const std::string& path, const void* yaml_node,
                                const std::vector<std::string>& allowed) {
  const YAML::Node& node = as_node(yaml_node);
  std::string text;
  if (!read(node, text) || std::find(allowed.begin(), allowed.end(), text) == allowed.end()) {
    throw ConfigError(
        path, describe(node),
        fmt::format("one of {}{}", fmt::join(allowed, ", "), did_you_mean(text, allowed)));
  }
  return text;
}

template <typename T>
std::string Schema::print_value(const T& value) {
  return show(value);
}

std::vector<std::string> Schema::keys() const {
  std::vector<std::string> names;
  for (const auto& entry : entries_) names.push_back(entry.path);
  return names;
}

std::vector<std::pair<std::string, std::string>> Schema::values() const {
  std::vector<std::pair<std::string, std::string>> values;
  for (const auto& entry : entries_) values.emplace_back(entry.path, entry.print());
  return values;
}

const Schema::Entry& Schema::find(const std::string& path, const std::string& where) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const Entry& entry) { return entry.path == path; });
  if (found != entries_.end()) return *found;
  if (sections_.contains(path)) {
    const auto inside = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
      return entry.path.starts_with(path + ".");
    });
    throw ConfigError(
        fmt::format("{}: '{}' is a section of keys; expected one of them, such as "
                    "{}; --print-config lists every key",
                    where, path, inside->path));
  }
  std::vector<std::string> candidates = keys();
  for (const auto& [name, comment] : sections_) candidates.push_back(name);
  throw ConfigError(fmt::format("{}: unknown key '{}'{}; --print-config lists every key", where,
                                path, did_you_mean(path, candidates)));
}

void Schema::load_node(const void* yaml_node, const std::string& prefix, const std::string& file,
                       std::set<std::string>& seen) {
  for (const auto& item : as_node(yaml_node)) {
    const std::string path = prefix + item.first.Scalar();
    const std::string where = place_of(item.first, file);
    if (!seen.insert(path).second) {
      throw ConfigError(fmt::format(
          "{}: expected each key once, found '{}' twice; remove one of them", where, path));
    }
    if (sections_.contains(path)) {
      if (item.second.IsNull()) continue;
      if (!item.second.IsMap()) {
        throw ConfigError(where + ": " + path, describe(item.second), "a section with keys in it");
      }
      load_node(&item.second, path + ".", file, seen);
      continue;
    }
    const Entry& entry = find(path, where);
    try {
      entry.parse(&item.second);
    } catch (const ConfigError& problem) {  // parsers do not know the place
      throw ConfigError(fmt::format("{}: {}", where, problem.what()));
    }
  }
}

void Schema::load(const std::string& yaml, const std::string& file) {
  const YAML::Node root = parse_yaml(yaml, file);
  if (root.IsNull()) return;
  if (!root.IsMap()) {
    throw ParseError(file, 1, 1, "keys with values, one per line ('training:')", describe(root));
  }
  std::set<std::string> seen;
  load_node(&root, "", file, seen);
}

void Schema::assign(const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw ConfigError("--set", assignment, "key=value, as in training.epochs=50");
  }
  const std::string path = assignment.substr(0, equals);
  const Entry& entry = find(path, "--set");
  YAML::Node node(assignment.substr(equals + 1));
  try {
    if (!entry.is_name) node.reset(parse_yaml(assignment.substr(equals + 1), "--set"));
  } catch (const ParseError& problem) {  // on the command line: wrong usage, not a bad file
    throw ConfigError(path, assignment.substr(equals + 1),
                      fmt::format("a YAML value ({})", problem.found()));
  }
  entry.parse(&node);
}

std::string Schema::print() const {
  std::string out;
  std::string open;
  for (const auto& entry : entries_) {
    const std::size_t dot = entry.path.find('.');
    const std::string section = dot == std::string::npos ? "" : entry.path.substr(0, dot);
    if (section != open) {
      const auto comment = sections_.find(section);
      out += "\n";
      if (comment != sections_.end()) out += fmt::format("# {}\n", comment->second);
      out += fmt::format("{}:\n", section);
      open = section;
    }
    const std::string indent = section.empty() ? "" : "  ";
    out += fmt::format("{}# {}{}\n", indent, entry.comment,
                       entry.allowed.empty() ? "" : fmt::format(" ({})", entry.allowed));
    out += fmt::format("{}{}: {}\n", indent,
                       dot == std::string::npos ? entry.path : entry.path.substr(dot + 1),
                       entry.print());
  }
  return out;
}

std::string peek(const std::string& yaml, const std::string& file, const std::string& key) {
  const YAML::Node root = parse_yaml(yaml, file);
  if (!root.IsMap() || !root[key] || root[key].IsNull()) return "";
  return describe(root[key]);
}

// NOLINTBEGIN(bugprone-macro-parentheses): T is a type
#define POSEAAE_CONFIG_KIND(T)                                                      \
  template Schema::Parser Schema::make_parser<T>(const std::string&, T&, Limit<T>); \
  template std::string Schema::print_value<T>(const T&);
using TextToNumber = std::map<std::string, double>;
POSEAAE_CONFIG_KIND(bool)
POSEAAE_CONFIG_KIND(int)
POSEAAE_CONFIG_KIND(std::uint64_t)
POSEAAE_CONFIG_KIND(double)
POSEAAE_CONFIG_KIND(std::string)
POSEAAE_CONFIG_KIND(std::vector<int>)
POSEAAE_CONFIG_KIND(std::vector<double>)
POSEAAE_CONFIG_KIND(std::vector<std::string>)
POSEAAE_CONFIG_KIND(TextToNumber)
#undef POSEAAE_CONFIG_KIND
// NOLINTEND(bugprone-macro-parentheses)

template Limit<std::vector<int>> each(const Limit<int>&);
template Limit<int> at_least(int);
template Limit<std::uint64_t> at_least(std::uint64_t);
template Limit<double> at_least(double);
template Limit<int> between(int, int);
template Limit<double> between(double, double);
template Limit<double> positive();

}  // namespace poseaae::config
