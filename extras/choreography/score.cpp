#include "choreography/score.hpp"

#include <fmt/format.h>

#include <map>

#include "choreography/phrase.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/io/yaml.hpp"

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

Ramp read_ramp(const yaml::Item& item, const FactorInfo& info) {
  const auto limit = config::between(info.low, info.high);
  if (!item.is_list()) {
    const double value = item.number(info.key, limit);
    return {value, value};
  }
  const auto ends = item.list(info.key);
  if (ends.size() != 2) {
    item.fail(fmt::format("{} as a number or a ramp [from, to]", info.key),
              fmt::format("a list of {}", ends.size()));
  }
  return {ends[0].number(info.key, limit), ends[1].number(info.key, limit)};
}

void read_factors(yaml::Keys& keys, std::array<Ramp, kFactorCount>& factors) {
  for (int i = 0; i < kFactorCount; ++i) {
    const FactorInfo& info = factor_infos()[i];
    if (const auto item = keys.find(info.key)) factors[i] = read_ramp(*item, info);
  }
}

// A person needs two beats a revolution, and some to wind up and to come out of it.
constexpr double kTurnEntry = 2.6;
constexpr double kBeatsPerTurn = 2.0;
constexpr double kPirouetteEntry = 4.0;
constexpr double kBeatsPerPirouette = 2.2;
// Down to the floor and up again takes its time.
const std::map<std::string, double> kLeastBeats = {{"kneel", 8.0}, {"roll", 12.0}, {"sit", 11.0}};

/// How far a phrase goes, and where, for the kinds that leave their place.
void read_way(yaml::Keys& keys, PhraseSpec& phrase) {
  static const std::map<std::string, config::Limit<double>> kStrides = {
      {"chasse", config::between(0.1, 0.4)}, {"grapevine", config::between(0.3, 0.65)},
      {"leap", config::between(0.25, 0.55)}, {"prowl", config::between(-0.4, 0.5)},
      {"turn", config::between(0.0, 0.35)},  {"walk", config::between(-0.5, 0.7)}};
  if (const auto limit = kStrides.find(phrase.kind); limit != kStrides.end()) {
    keys.read("stride", phrase.stride, limit->second);
  }
  if (phrase.kind == "walk" || phrase.kind == "prowl")
    keys.read("curve", phrase.curve, config::between(-720.0, 720.0));
}

PhraseSpec read_phrase(const yaml::Item& item, const PhraseSpec& defaults) {
  if (!item.is_mapping()) item.fail("a phrase as a mapping such as {kind: sway, beats: 8}");
  PhraseSpec phrase = defaults;
  phrase.kind = yaml::Keys(item, "a phrase").need("kind").word("a kind of phrase", phrase_kinds());
  yaml::Keys keys(item, fmt::format("a {} phrase", phrase.kind));
  (void)keys.find("kind");
  const yaml::Item beats = keys.need("beats");
  phrase.beats = beats.number("beats", config::between(4.0, 64.0));
  static const Names<Side> kSides{{"left", Side::kLeft}, {"right", Side::kRight}};
  keys.read("side", phrase.side, kSides);
  if (phrase.kind == "turn" || phrase.kind == "pirouette") {
    keys.read("turns", phrase.turns, config::between(0.5, 3.0));
    const bool on_one_leg = phrase.kind == "pirouette";
    const double least = on_one_leg ? kPirouetteEntry + kBeatsPerPirouette * phrase.turns
                                    : kTurnEntry + kBeatsPerTurn * phrase.turns;
    if (phrase.beats < least) {
      beats.fail(fmt::format("beats of at least {:.1f} for a {} of {} revolutions", least,
                             phrase.kind, phrase.turns));
    }
  }
  if (const auto least = kLeastBeats.find(phrase.kind);
      least != kLeastBeats.end() && phrase.beats < least->second) {
    beats.fail(fmt::format("beats of at least {} for a {}", least->second, phrase.kind));
  }
  read_way(keys, phrase);
  read_factors(keys, phrase.factors);
  keys.finish();
  return phrase;
}

PhraseSpec read_defaults(yaml::Keys& score) {
  PhraseSpec defaults;
  for (int i = 0; i < kFactorCount; ++i) {
    defaults.factors[i] = {factor_infos()[i].fallback, factor_infos()[i].fallback};
  }
  if (const auto given = score.find("defaults")) {
    yaml::Keys keys(*given, "defaults");
    read_factors(keys, defaults.factors);
    keys.finish();
  }
  return defaults;
}

Body read_body(yaml::Keys& score) {
  Body body;
  if (const auto given = score.find("body")) {
    yaml::Keys keys(*given, "a body");
    keys.read("height", body.height, config::between(0.9, 2.3));
    const auto factor = config::between(0.8, 1.2);
    keys.read("legs", body.legs, factor);
    keys.read("arms", body.arms, factor);
    keys.read("shoulders", body.shoulders, factor);
    keys.read("head", body.head, config::between(0.8, 1.4));
    keys.finish();
  }
  return body;
}

}  // namespace

Score parse_score(const std::string& text, const std::filesystem::path& name) {
  yaml::Keys keys(yaml::Item::parse(text, name), "a score");
  Score score;
  keys.read("title", score.title);
  keys.read("fps", score.fps, config::between(10.0, 240.0));
  keys.read("seed", score.seed);
  score.body = read_body(keys);
  const PhraseSpec defaults = read_defaults(keys);
  (void)keys.find("phrases");
  keys.finish();  // a key misspelt is a better reason than one that is missing
  const yaml::Item list = keys.need("phrases");
  const auto items = list.list("phrases");
  if (items.empty()) list.fail("phrases as a list with at least one entry");
  for (const auto& item : items) score.phrases.push_back(read_phrase(item, defaults));
  return score;
}

Score read_score(const std::filesystem::path& path) { return parse_score(read_file(path), path); }

}  // namespace poseaae::choreography
