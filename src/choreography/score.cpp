#include "poseaae/choreography/score.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>

#include <charconv>
#include <cmath>

#include "poseaae/choreography/phrase.hpp"
#include "poseaae/core/error.hpp"
#include "poseaae/core/paths.hpp"

namespace poseaae::choreography {

const std::array<FactorInfo, kFactorCount>& factor_infos() {
  static const std::array<FactorInfo, kFactorCount> infos = {{
      {"tempo", "tempo_bpm", 50, 180, 100, "beats per minute"},
      {"arm_height", "arm_height", 0, 1, 0.3, "0 arms hanging, 1 overhead"},
      {"energy", "energy", 0, 1, 0.5, "0 languid, 1 driving"},
      {"lean", "lean_deg", -20, 35, 0, "degrees of the trunk, forward positive"},
      {"stance_width", "stance_width_m", 0.12, 0.6, 0.26, "metres between the feet"},
  }};
  return infos;
}

namespace {

std::string found_text(const YAML::Node& node) {
  if (!node.IsDefined() || node.IsNull()) return "nothing";
  if (node.IsScalar()) return fmt::format("'{}'", node.Scalar());
  return node.IsMap() ? "a mapping" : "a list";
}

/// Reads one file's nodes; every complaint carries the node's place.
class Reader {
 public:
  explicit Reader(std::filesystem::path file) : file_(std::move(file)) {}

  [[noreturn]] void fail(const YAML::Node& at, std::string expected, std::string found) const {
    const YAML::Mark mark = at.Mark();
    throw ParseError(file_, static_cast<std::size_t>(std::max(mark.line, 0)) + 1,
                     static_cast<std::size_t>(std::max(mark.column, 0)) + 1, std::move(expected),
                     std::move(found));
  }

  void check_keys(const YAML::Node& map, const std::string& what,
                  const std::vector<std::string>& allowed) const {
    if (!map.IsMap()) fail(map, fmt::format("{} as a mapping of keys", what), found_text(map));
    for (const auto& item : map) check_word(item.first, fmt::format("a key of {}", what), allowed);
  }

  std::string check_word(const YAML::Node& node, const std::string& what,
                         const std::vector<std::string>& allowed) const {
    if (node.IsScalar() && std::ranges::find(allowed, node.Scalar()) != allowed.end()) {
      return node.Scalar();
    }
    const std::string nearest = node.IsScalar() ? nearest_word(node.Scalar(), allowed) : "";
    fail(node, fmt::format("{} ({})", what, fmt::join(allowed, ", ")),
         nearest.empty() ? found_text(node)
                         : fmt::format("{} (did you mean '{}'?)", found_text(node), nearest));
  }

  double number(const YAML::Node& node, const std::string& key, double low, double high) const {
    double value = 0.0;
    if (node.IsScalar()) {
      const std::string& text = node.Scalar();
      const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error == std::errc() && stop == text.data() + text.size() && value >= low &&
          value <= high) {
        return value;
      }
    }
    fail(node, fmt::format("{} as a number in [{}, {}]", key, low, high), found_text(node));
  }

  Ramp ramp(const YAML::Node& node, const FactorInfo& info) const {
    if (!node.IsSequence()) {
      const double value = number(node, info.key, info.low, info.high);
      return {value, value};
    }
    if (node.size() != 2) {
      fail(node, fmt::format("{} as a number or a ramp [from, to]", info.key),
           fmt::format("a list of {}", node.size()));
    }
    return {number(node[0], info.key, info.low, info.high),
            number(node[1], info.key, info.low, info.high)};
  }

 private:
  std::filesystem::path file_;
};

std::vector<std::string> factor_keys(std::vector<std::string> keys) {
  for (const FactorInfo& info : factor_infos()) keys.emplace_back(info.key);
  return keys;
}

// A person needs two beats a revolution, and some to wind up and to come out of it.
constexpr double kTurnEntry = 2.6;
constexpr double kBeatsPerTurn = 2.0;

PhraseSpec read_phrase(const Reader& reader, const YAML::Node& node, const PhraseSpec& defaults) {
  if (!node.IsMap()) {
    reader.fail(node, "a phrase as a mapping such as {kind: sway, beats: 8}", found_text(node));
  }
  if (!node["kind"]) reader.fail(node, "a phrase with a kind", "none");
  PhraseSpec phrase = defaults;
  phrase.kind = reader.check_word(node["kind"], "a kind of phrase", phrase_kinds());
  std::vector<std::string> allowed = factor_keys({"kind", "beats", "side"});
  if (phrase.kind == "turn") allowed.emplace_back("turns");
  reader.check_keys(node, fmt::format("a {} phrase", phrase.kind), allowed);
  if (!node["beats"]) reader.fail(node, fmt::format("a {} with beats", phrase.kind), "none");
  phrase.beats = reader.number(node["beats"], "beats", 4, 64);
  if (node["side"]) {
    const std::string side = reader.check_word(node["side"], "a side", {"left", "right"});
    phrase.side = side == "left" ? Side::kLeft : Side::kRight;
  }
  if (node["turns"]) phrase.turns = reader.number(node["turns"], "turns", 0.5, 3);
  if (phrase.kind == "turn" && phrase.beats < kTurnEntry + kBeatsPerTurn * phrase.turns) {
    reader.fail(node["beats"],
                fmt::format("beats of at least {:.1f} for a turn of {} revolutions",
                            kTurnEntry + kBeatsPerTurn * phrase.turns, phrase.turns),
                found_text(node["beats"]));
  }
  for (int i = 0; i < kFactorCount; ++i) {
    const FactorInfo& info = factor_infos()[i];
    if (node[info.key]) phrase.factors[i] = reader.ramp(node[info.key], info);
  }
  return phrase;
}

YAML::Node load_yaml(const std::string& yaml, const std::filesystem::path& name) {
  try {
    return YAML::Load(yaml);
  } catch (const YAML::Exception& problem) {
    throw ParseError(name, static_cast<std::size_t>(std::max(problem.mark.line, 0)) + 1,
                     static_cast<std::size_t>(std::max(problem.mark.column, 0)) + 1, "YAML",
                     problem.msg);
  }
}

}  // namespace

Score parse_score(const std::string& yaml, const std::filesystem::path& name) {
  const YAML::Node root = load_yaml(yaml, name);
  const Reader reader(name);
  reader.check_keys(root, "a score", {"title", "fps", "seed", "defaults", "phrases"});
  Score score;
  if (const YAML::Node title = root["title"]) {
    if (!title.IsScalar()) reader.fail(title, "title as text", found_text(title));
    score.title = title.Scalar();
  }
  if (root["fps"]) score.fps = reader.number(root["fps"], "fps", 10, 240);
  if (const YAML::Node seed = root["seed"]) {
    const double value = reader.number(seed, "seed", 0, 1e15);
    if (value != std::floor(value)) reader.fail(seed, "seed as a whole number", found_text(seed));
    score.seed = static_cast<std::uint64_t>(value);
  }

  PhraseSpec defaults;
  for (int i = 0; i < kFactorCount; ++i) {
    defaults.factors[i] = {factor_infos()[i].fallback, factor_infos()[i].fallback};
  }
  if (const YAML::Node given = root["defaults"]) {
    reader.check_keys(given, "defaults", factor_keys({}));
    for (int i = 0; i < kFactorCount; ++i) {
      const FactorInfo& info = factor_infos()[i];
      if (given[info.key]) defaults.factors[i] = reader.ramp(given[info.key], info);
    }
  }
  const YAML::Node phrases = root["phrases"];
  if (!phrases) reader.fail(root, "a score with phrases", "none");
  if (!phrases.IsSequence() || phrases.size() == 0) {
    reader.fail(phrases, "phrases as a list of at least one", found_text(phrases));
  }
  for (const auto& node : phrases) score.phrases.push_back(read_phrase(reader, node, defaults));
  return score;
}

Score read_score(const std::filesystem::path& path) { return parse_score(read_file(path), path); }

}  // namespace poseaae::choreography
