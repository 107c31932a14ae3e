#include "poseaae/attributes/labelling.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "poseaae/base/error.hpp"
#include "poseaae/dataset/clip_names.hpp"
#include "poseaae/metrics/statistics.hpp"

namespace poseaae::attributes {

namespace {

using dataset::PoseDataset;

constexpr const char* kNoLabel = "none";
constexpr const char* kTake = "take";  // tells recordings apart, and is no property of movement

struct Tag {
  std::string key;
  std::string value;
};

/// "style=old" -> style, old; "style" -> style, ""
Tag parse_tag(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == std::string::npos) return {text, ""};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

/// Values of each key, with the groups of clips that have them.
using Values = std::map<std::string, std::map<std::string, std::set<std::string>>>;

Values values_of(const PoseDataset& data) {
  const dataset::GroupRule rule;
  Values values;
  for (const auto& clip : data.clips) {
    for (const auto& [key, value] : clip.tags) {
      if (key != kTake) values[key][value].insert(rule.group_of(clip.name));
    }
  }
  return values;
}

std::string what_there_is(const PoseDataset& data, const Values& values) {
  std::vector<std::string> names;
  for (const auto& [key, of_key] : values) {
    for (const auto& [value, groups] : of_key) names.push_back(key + "=" + value);
  }
  for (const auto& [name, unused] : data.labels) names.push_back(name);
  if (names.empty()) {
    return "the clips have no labels; labels are read from clip names (data.label_pattern, "
           "\"{content}_{style}_{take}\") or from a .labels.csv file beside a clip";
  }
  return fmt::format("there are {}", fmt::join(names, ", "));
}

[[noreturn]] void refuse(const std::string& asked, const PoseDataset& data, const Values& values) {
  std::vector<std::string> candidates;
  for (const auto& [key, of_key] : values) {
    candidates.push_back(key);
    for (const auto& [value, groups] : of_key) candidates.push_back(key + "=" + value);
  }
  for (const auto& [name, unused] : data.labels) candidates.push_back(name);
  const std::string nearest = nearest_word(asked, candidates);
  throw UsageError(fmt::format("labels: found none called '{}'{}; {}", asked,
                               nearest.empty() ? "" : fmt::format(" (did you mean '{}'?)", nearest),
                               what_there_is(data, values)));
}

/// The values of a key that two groups of clips at least have.
void add_key(std::vector<Tag>& tags, const std::string& key, const Values& values,
             const Tag& neutral) {
  for (const auto& [value, groups] : values.at(key)) {
    const bool is_neutral = key == neutral.key && value == neutral.value;
    if (groups.size() >= 2 && !is_neutral) tags.push_back({key, value});
  }
}

std::vector<Tag> wanted(const PoseDataset& data, const Values& values,
                        const LabellingOptions& options, const Tag& neutral) {
  std::vector<Tag> tags;
  for (const auto& asked : options.attributes) {
    const Tag tag = parse_tag(asked);
    if (tag.value.empty() && data.labels.contains(tag.key)) {
      tags.push_back(tag);
    } else if (!values.contains(tag.key)) {
      refuse(asked, data, values);
    } else if (tag.value.empty()) {
      add_key(tags, tag.key, values, neutral);
    } else if (!values.at(tag.key).contains(tag.value)) {
      refuse(asked, data, values);
    } else {
      tags.push_back(tag);
    }
  }
  if (!options.attributes.empty() && !tags.empty()) return tags;
  if (!options.attributes.empty()) {
    throw UsageError(fmt::format(
        "nothing to learn of {}: a value needs clips of at least two groups (takes of one movement "
        "are one group), beside the neutral ones; {}",
        fmt::join(options.attributes, ", "), what_there_is(data, values)));
  }
  for (const auto& [key, of_key] : values) {
    if (of_key.size() >= 2) add_key(tags, key, values, neutral);
  }
  for (const auto& [name, unused] : data.labels) tags.push_back({name, ""});
  if (tags.empty()) throw UsageError("nothing to learn: " + what_there_is(data, values));
  return tags;
}

/// The key within whose values differences of attributes of `key` are taken; "" for none.
std::string content_key(const std::string& key, const Values& values, const std::string& asked) {
  if (asked == kNoLabel || asked == key) return "";
  if (!asked.empty()) return asked;
  std::vector<std::string> others;
  for (const auto& [other, of_key] : values) {
    if (other != key && of_key.size() >= 2) others.push_back(other);
  }
  return others.size() == 1 ? others.front() : "";
}

std::string tag_of(const dataset::Clip& clip, const std::string& key) {
  const auto found = clip.tags.find(key);
  return found == clip.tags.end() ? "" : found->second;
}

void fill(std::vector<signed char>& kinds, const dataset::Clip& clip, Labelling::Kind kind) {
  std::fill_n(kinds.begin() + clip.first, clip.frames, kind);
}

/// Contents that lack one of the two kinds take no part: nothing says how they would look.
void keep_common_contents(std::vector<signed char>& kinds, const std::vector<int>& content) {
  std::map<int, std::set<signed char>> kinds_of;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] != Labelling::kNeither) kinds_of[content[i]].insert(kinds[i]);
  }
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (kinds[i] != Labelling::kNeither && (content[i] < 0 || kinds_of[content[i]].size() < 2)) {
      kinds[i] = Labelling::kNeither;
    }
  }
}

Labelling of_clips(const PoseDataset& data, const Tag& tag, const Tag& neutral,
                   const std::string& within) {
  const auto poses = static_cast<std::size_t>(data.size());
  const bool some = neutral.key == tag.key && neutral.value != tag.value;
  Labelling result{.name = tag.key + "=" + tag.value,
                   .key = tag.key,
                   .neutral = some ? neutral.key + "=" + neutral.value : "others",
                   .of = std::vector<signed char>(poses, Labelling::kNeither),
                   .others = std::vector<signed char>(poses, Labelling::kNeither),
                   .content = {},
                   .matched = within};
  std::map<std::string, int> numbers;
  if (!within.empty()) result.content.assign(poses, -1);
  for (const auto& clip : data.clips) {
    const std::string value = tag_of(clip, tag.key);
    if (value.empty()) continue;
    const bool has = value == tag.value;
    fill(result.others, clip, has ? Labelling::kHas : Labelling::kNeutral);
    if (has || !some || value == neutral.value) {
      fill(result.of, clip, has ? Labelling::kHas : Labelling::kNeutral);
    }
    if (within.empty()) continue;
    if (const std::string content = tag_of(clip, within); !content.empty()) {
      const int number =
          numbers.try_emplace(content, static_cast<int>(numbers.size())).first->second;
      std::fill_n(result.content.begin() + clip.first, clip.frames, number);
    }
  }
  if (!within.empty()) {
    keep_common_contents(result.of, result.content);
    keep_common_contents(result.others, result.content);
  }
  return result;
}

Labelling of_frames(const PoseDataset& data, const std::string& name) {
  const std::vector<float>& values = data.labels.at(name);
  std::vector<double> known;
  for (const float value : values) {
    if (std::isfinite(value)) known.push_back(value);
  }
  Labelling result{.name = name,
                   .key = name,
                   .neutral = "lowest third",
                   .of = std::vector<signed char>(values.size(), Labelling::kNeither),
                   .others = {},
                   .content = {},
                   .matched = {}};
  if (!known.empty()) {
    const double low = metrics::percentile(known, 100.0 / 3.0);
    const double high = metrics::percentile(known, 200.0 / 3.0);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!std::isfinite(values[i]) || low == high) continue;
      if (values[i] >= high) result.of[i] = Labelling::kHas;
      if (values[i] <= low) result.of[i] = Labelling::kNeutral;
    }
  }
  result.others = result.of;
  return result;
}

bool has_both(const Labelling& labels) {
  return std::count(labels.of.begin(), labels.of.end(), Labelling::kHas) > 0 &&
         std::count(labels.of.begin(), labels.of.end(), Labelling::kNeutral) > 0;
}

[[noreturn]] void refuse_one_sided(const Labelling& labels) {
  throw UsageError(fmt::format(
      "attribute {}: expected poses that have it and neutral poses ({}){}, found only one of the "
      "two; choose other neutral poses (--neutral) or do not match within a label (--within none)",
      labels.name, labels.neutral,
      labels.matched.empty() ? "" : fmt::format(" with the same {}", labels.matched)));
}

}  // namespace

std::vector<Labelling> label(const PoseDataset& data, const LabellingOptions& options) {
  const Values values = values_of(data);
  const Tag neutral = parse_tag(options.neutral);
  if (!options.neutral.empty() &&
      (!values.contains(neutral.key) || !values.at(neutral.key).contains(neutral.value))) {
    refuse(options.neutral, data, values);
  }
  const std::string& within = options.within;
  if (!within.empty() && within != kNoLabel && !values.contains(within)) {
    refuse(within, data, values);
  }
  const std::vector<Tag> tags = wanted(data, values, options, neutral);
  const bool of_frames_only =
      std::ranges::all_of(tags, [](const Tag& tag) { return tag.value.empty(); });
  if (of_frames_only && !(options.neutral + within).empty()) {
    throw UsageError(fmt::format(
        "labels: only labels of frames are learned ({}, ...), whose neutral poses are their lowest "
        "third; leave out {}",
        tags.front().key, within.empty() ? "--neutral" : "--within"));
  }
  std::vector<Labelling> result;
  for (const Tag& tag : tags) {
    result.push_back(tag.value.empty()
                         ? of_frames(data, tag.key)
                         : of_clips(data, tag, neutral, content_key(tag.key, values, within)));
    if (has_both(result.back())) continue;
    const auto& asked = options.attributes;
    if (std::find(asked.begin(), asked.end(), result.back().name) != asked.end()) {
      refuse_one_sided(result.back());
    }
    result.pop_back();  // one of a key's many values, or a label that never changes
  }
  if (result.empty()) throw UsageError("nothing to learn: " + what_there_is(data, values));
  return result;
}

}  // namespace poseaae::attributes
