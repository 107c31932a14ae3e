#include "poseaae/osc/addresses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

namespace poseaae::osc {

namespace {

using enum Meaning;

constexpr const char* kMixSource = "mix";
constexpr const char* kClipSource = "clip";

/// Seen in the tools of Daniel Bisig's AI-Toolbox (github.com/bisnad), in what they map and in
/// their documentation: MotionTransformation (seq1..., seq2..., encodingmix, encodingoffset; its
/// older tools have the number behind, and encodingmixfactor; one of them spells seq2frameincr with
/// a w), vae-rnn_interactive_live_mocap (seq... without a number, joint/rot_local),
/// MotionContinuation (frameindex, seqtime). The other two without a number are there for symmetry.
constexpr auto kAliases = std::to_array<Alias>({
    {"/mocap/seq1index", "/poseaae/mix/a", kClip},
    {"/mocap/seq2index", "/poseaae/mix/b", kClip},
    {"/mocap/seqindex", "/poseaae/clip", kClip},
    {"/mocap/seq1frameindex", "/poseaae/mix/a/frame", kFrame},
    {"/mocap/seq2frameindex", "/poseaae/mix/b/frame", kFrame},
    {"/mocap/seqframeindex", "/poseaae/clip/frame", kFrame},
    {"/mocap/frameindex1", "/poseaae/mix/a/frame", kFrame},
    {"/mocap/frameindex2", "/poseaae/mix/b/frame", kFrame},
    {"/mocap/frameindex", "/poseaae/clip/frame", kFrame},
    {"/mocap/seq1time", "/poseaae/mix/a/frame", kSeconds},
    {"/mocap/seq2time", "/poseaae/mix/b/frame", kSeconds},
    {"/mocap/seqtime", "/poseaae/clip/frame", kSeconds},
    {"/mocap/seq1framerange", "/poseaae/mix/a/range", kRange},
    {"/mocap/seq2framerange", "/poseaae/mix/b/range", kRange},
    {"/mocap/seqframerange", "/poseaae/clip/range", kRange},
    {"/mocap/framerange1", "/poseaae/mix/a/range", kRange},
    {"/mocap/framerange2", "/poseaae/mix/b/range", kRange},
    {"/mocap/framerange", "/poseaae/clip/range", kRange},
    {"/mocap/seq1timerange", "/poseaae/mix/a/range", kTimeRange},
    {"/mocap/seq2timerange", "/poseaae/mix/b/range", kTimeRange},
    {"/mocap/seqtimerange", "/poseaae/clip/range", kTimeRange},
    {"/mocap/seq1frameincr", "/poseaae/mix/a/step", kNumbers},
    {"/mocap/seq2frameincr", "/poseaae/mix/b/step", kNumbers},
    {"/mocap/sew2frameincr", "/poseaae/mix/b/step", kNumbers},
    {"/mocap/seqframeincr", "/poseaae/clip/step", kNumbers},
    {"/mocap/frameincr1", "/poseaae/mix/a/step", kNumbers},
    {"/mocap/frameincr2", "/poseaae/mix/b/step", kNumbers},
    {"/mocap/frameincr", "/poseaae/clip/step", kNumbers},
    {"/synth/encodingmix", "/poseaae/mix/amount", kNumbers},
    {"/synth/encodingmixfactor", "/poseaae/mix/amount", kNumbers},
    {"/synth/encodingoffset", "/poseaae/offset", kNumbers},
    {"/mocap/0/joint/rot_local", "", kRotations},
    {"/mocap/joint/rot_local", "", kRotations},
    {"/mocap/0/joint/pos_world", "", kPositions},
    {"/mocap/joint/pos_world", "", kPositions},
});

std::pair<const char*, const char*> words_of(Meaning meaning) {
  switch (meaning) {
    case kClip:
      return {"i or s", "a clip, by its place in the list from 0, or by its name"};
    case kFrame:
      return {"i", "the frame to go to"};
    case kSeconds:
      return {"f", "the same, in seconds"};
    case kRange:
      return {"i i", "first and last frame of what is danced"};
    case kTimeRange:
      return {"f f", "the same, in seconds"};
    case kNumbers:
      return {"f ...", "the same numbers"};
    case kRotations:
      return {"f ...", "a performer's pose: local rotations, w x y z for each of the J joints"};
    case kPositions:
      return {"f ...",
              "x y z for each joint in the room; the first, the root's, goes with the rotations"};
  }
  return {"", ""};
}

std::optional<double> number_of(const live::Value& value) {
  if (const auto* whole = std::get_if<std::int32_t>(&value)) return *whole;
  const auto* number = std::get_if<float>(&value);
  if (number == nullptr || !std::isfinite(*number)) return std::nullopt;
  return *number;
}

std::int32_t whole(double number) {
  using Limits = std::numeric_limits<std::int32_t>;
  return static_cast<std::int32_t>(
      std::clamp<double>(std::trunc(number), Limits::min(), Limits::max()));
}

/// The numbers of a message, `at_least` of them; none if it has others.
std::optional<std::vector<double>> numbers_of(const live::Message& message, std::size_t at_least) {
  std::vector<double> numbers;
  for (const live::Value& value : message.values) {
    const auto number = number_of(value);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  if (numbers.size() < at_least) return std::nullopt;
  return numbers;
}

Translation clip_named(const Alias& alias, const live::Message& message, const Clips& clips) {
  std::string name;
  if (message.values.size() == 1) {
    if (const auto* text = std::get_if<std::string>(&message.values[0])) name = *text;
    const auto number = number_of(message.values[0]);
    if (number && *number >= 0.0 && *number < static_cast<double>(clips.names.size())) {
      name = clips.names[static_cast<std::size_t>(*number)];
    }
  }
  if (name.empty()) {
    const std::string known = clips.names.empty() ? "but there are no clips"
                                                  : fmt::format("a number from 0 to {}, or a name",
                                                                clips.names.size() - 1);
    return {{}, fmt::format("{}: expected one clip, {}", alias.address, known)};
  }
  const char* const source = alias.becomes == "/poseaae/clip" ? kClipSource : kMixSource;
  return {{{std::string(alias.becomes), {name}}, {"/poseaae/source", {source}}}};
}

}  // namespace

std::span<const Alias> aliases() { return kAliases; }

const Alias* alias_of(std::string_view address) {
  const auto* const found = std::ranges::find(kAliases, address, &Alias::address);
  return found == kAliases.end() ? nullptr : found;
}

Translation translated(const Alias& alias, const live::Message& message, const Clips& clips) {
  if (alias.meaning == kClip) return clip_named(alias, message, clips);
  const bool two = alias.meaning == kRange || alias.meaning == kTimeRange;
  const auto numbers = numbers_of(message, two ? 2 : 1);
  if (!numbers) {
    return {{},
            fmt::format("{}: expected {}", alias.address,
                        alias.meaning == kNumbers ? "finite numbers"
                        : two                     ? "two finite numbers"
                                                  : "a finite number")};
  }
  live::Message ours{std::string(alias.becomes), {}};
  if (alias.meaning == kNumbers) {
    for (const double number : *numbers) ours.values.emplace_back(static_cast<float>(number));
    return {{ours}};
  }
  const bool timed = alias.meaning == kSeconds || alias.meaning == kTimeRange;
  for (std::size_t i = 0; i < (two ? 2U : 1U); ++i) {
    ours.values.emplace_back(whole((*numbers)[i] * (timed ? clips.fps : 1.0)));
  }
  return {{ours}};
}

std::vector<AddressRow> address_rows() {
  std::vector<AddressRow> rows;
  for (const Alias& alias : kAliases) {
    const auto [values, meaning] = words_of(alias.meaning);
    rows.push_back({std::string(alias.address), values, std::string(alias.becomes), meaning});
  }
  return rows;
}

std::string address_table() {
  std::string table = "| address | values | becomes | meaning |\n|---|---|---|---|\n";
  for (const AddressRow& row : address_rows()) {
    table += fmt::format("| `{}` | {} | {} | {} |\n", row.address, row.values,
                         row.becomes.empty() ? "" : fmt::format("`{}`", row.becomes), row.meaning);
  }
  return table;
}

}  // namespace poseaae::osc
