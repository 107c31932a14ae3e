#include "poseaae/osc/addresses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

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
    {"/mocap/seq1time", "/poseaae/mix/a/time", kSeconds},
    {"/mocap/seq2time", "/poseaae/mix/b/time", kSeconds},
    {"/mocap/seqtime", "/poseaae/clip/time", kSeconds},
    {"/mocap/seq1framerange", "/poseaae/mix/a/range", kRange},
    {"/mocap/seq2framerange", "/poseaae/mix/b/range", kRange},
    {"/mocap/seqframerange", "/poseaae/clip/range", kRange},
    {"/mocap/framerange1", "/poseaae/mix/a/range", kRange},
    {"/mocap/framerange2", "/poseaae/mix/b/range", kRange},
    {"/mocap/framerange", "/poseaae/clip/range", kRange},
    {"/mocap/seq1timerange", "/poseaae/mix/a/time_range", kTimeRange},
    {"/mocap/seq2timerange", "/poseaae/mix/b/time_range", kTimeRange},
    {"/mocap/seqtimerange", "/poseaae/clip/time_range", kTimeRange},
    {"/mocap/seq1frameincr", "/poseaae/mix/a/step", kStep},
    {"/mocap/seq2frameincr", "/poseaae/mix/b/step", kStep},
    {"/mocap/sew2frameincr", "/poseaae/mix/b/step", kStep},
    {"/mocap/seqframeincr", "/poseaae/clip/step", kStep},
    {"/mocap/frameincr1", "/poseaae/mix/a/step", kStep},
    {"/mocap/frameincr2", "/poseaae/mix/b/step", kStep},
    {"/mocap/frameincr", "/poseaae/clip/step", kStep},
    {"/synth/encodingmix", "/poseaae/mix/amount", kNumbers},
    {"/synth/encodingmixfactor", "/poseaae/mix/amount", kNumber},
    {"/synth/encodingoffset", "/poseaae/offset", kNumbers},
    {"/mocap/0/joint/rot_local", "", kRotations},
    {"/mocap/joint/rot_local", "", kRotations},
    {"/mocap/0/joint/pos_world", "", kPositions},
    {"/mocap/joint/pos_world", "", kPositions},
});

struct Form {
  live::Takes takes;
  const char* meaning;
  std::size_t numbers;  ///< at least
};

Form form_of(Meaning meaning) {
  using enum live::Takes;
  switch (meaning) {
    case kClip:
      return {kTextOrWhole, "a clip, by its place in the list from 0, or by its name", 1};
    case kFrame:
      return {kWhole, "goes to that frame", 1};
    case kRange:
      return {kTwoWholes, "first and last frame that are played", 2};
    case kSeconds:
      return {live::Takes::kNumber, "goes to that time, in seconds", 1};
    case kTimeRange:
      return {kTwoNumbers, "the range in seconds", 2};
    case kStep:
      return {live::Takes::kNumber, "frames from one to the next", 1};
    case Meaning::kNumbers:
      return {live::Takes::kNumbers, "a number for each latent", 1};
    case Meaning::kNumber:
      return {live::Takes::kNumber, "one number for all latents", 1};
    case kRotations:
      return {live::Takes::kNumbers,
              "a pose for the source `live`: local rotations, w x y z of each joint", 4};
    case kPositions:
      return {
          live::Takes::kNumbers,
          "x y z of each joint in the room; the first, the root's, goes with the next rotations",
          3};
  }
  return {};
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

Translation clip_named(const Alias& alias, const live::Message& message,
                       std::span<const std::string> clips) {
  std::string name;
  if (message.values.size() == 1) {
    if (const auto* text = std::get_if<std::string>(&message.values[0])) name = *text;
    const auto number = number_of(message.values[0]);
    if (number && *number >= 0.0 && *number < static_cast<double>(clips.size())) {
      name = clips[static_cast<std::size_t>(*number)];
    }
  }
  if (name.empty()) {
    const std::string known =
        clips.empty() ? "but there are no clips"
                      : fmt::format("a number from 0 to {}, or a name", clips.size() - 1);
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

Translation translated(const Alias& alias, const live::Message& message,
                       std::span<const std::string> clips) {
  if (alias.meaning == kClip) return clip_named(alias, message, clips);
  const bool whole_ones = alias.meaning == kFrame || alias.meaning == kRange;
  live::Message ours{std::string(alias.becomes), {}};
  for (const live::Value& value : message.values) {
    const auto number = number_of(value);
    if (!number) break;
    ours.values.push_back(whole_ones ? live::Value(whole(*number)) : static_cast<float>(*number));
  }
  const std::size_t least = form_of(alias.meaning).numbers;
  if (ours.values.size() < std::max(least, message.values.size())) {
    return {{},
            fmt::format("{}: expected {} finite numbers{}, found '{}'", alias.address, least,
                        alias.meaning == Meaning::kNumbers ? " or more" : "",
                        live::text_of(message.values))};
  }
  // What other tools send behind the numbers that are meant is not asked for.
  if (alias.meaning != Meaning::kNumbers) ours.values.resize(least);
  return {{ours}};
}

std::vector<live::Address> address_rows() {
  std::vector<live::Address> rows{{.pattern = "/poseaae/state",
                                   .takes = live::Takes::kWhole,
                                   .limits = "1 to 65535, or nothing",
                                   .meaning = "is answered with everything that is set, to the "
                                              "port from which it came, or to that port"}};
  for (const Alias& alias : kAliases) {
    const Form form = form_of(alias.meaning);
    const std::string ours = alias.becomes.empty() ? "" : fmt::format("`{}`: ", alias.becomes);
    rows.push_back({.pattern = std::string(alias.address),
                    .takes = form.takes,
                    .meaning = ours + form.meaning});
  }
  return rows;
}

}  // namespace poseaae::osc
