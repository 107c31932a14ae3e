#include "poseaae/recipe/morph.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "poseaae/base/error.hpp"
#include "poseaae/io/yaml.hpp"
#include "poseaae/mocap/clip.hpp"
#include "poseaae/session/open_model.hpp"

namespace poseaae::recipe {

namespace {

using Settings = std::vector<std::string>;  // "key: value"

bool is_pose(const std::string& stop) {
  if (session::is_named_pose(stop)) return true;
  const auto clip = mocap::ClipReference::parse(stop);
  return clip.last == clip.first + 1;
}

void add(Settings& settings, const std::string& key, const std::string& value) {
  if (!value.empty()) settings.push_back(fmt::format("{}: {}", key, yaml::quoted(value)));
}

void add(Settings& settings, const std::string& key, const std::optional<double>& value) {
  if (value) settings.push_back(fmt::format("{}: {}", key, *value));
}

std::string tour_of(const Morph& morph) {
  Settings settings;
  add(settings, "seconds_each", morph.seconds);
  add(settings, "way", morph.way);
  add(settings, "easing", morph.easing);
  add(settings, "pace", morph.pace);
  if (morph.closed) settings.emplace_back("closed: true");
  std::string text = "phrases:\n  - tour:\n      through:\n";
  for (const auto& stop : morph.stops) text += fmt::format("        - {}\n", yaml::quoted(stop));
  for (const auto& setting : settings) text += fmt::format("      {}\n", setting);
  return text;
}

std::string phrases_of(const Morph& morph) {
  if (!morph.pace.empty()) {
    throw UsageError(
        fmt::format("pace: expected only with poses to pass through (dance.bvh:100), found with "
                    "clips, which keep their own pace; leave out pace {}",
                    morph.pace));
  }
  Settings settings;
  add(settings, "seconds", morph.seconds);
  add(settings, "interpolation", morph.way);
  add(settings, "easing", morph.easing);
  std::string text;
  if (!settings.empty()) text += fmt::format("transition: {{{}}}\n", fmt::join(settings, ", "));
  if (morph.closed) text += "closed: true\n";
  text += "phrases:\n";
  for (const auto& stop : morph.stops) {
    text += fmt::format("  - clip: {}\n", yaml::quoted(stop));
  }
  return text;
}

}  // namespace

std::string path_file_of(const Morph& morph) {
  if (morph.stops.empty()) throw UsageError("expected poses or clips to pass through, found none");
  const auto poses = std::ranges::count_if(morph.stops, is_pose);
  if (poses != 0 && poses != std::ssize(morph.stops)) {
    const auto odd = std::ranges::find_if(morph.stops, is_pose);
    throw UsageError(fmt::format(
        "expected either poses (dance.bvh:100) or clips (dance.bvh:100:300), found both; {} is a "
        "pose. In a path file, a pose can be held between clips (hold: {})",
        *odd, *odd));
  }
  const std::string travel =
      morph.travel == latent::Travel::kClip
          ? ""
          : fmt::format("travel: {}\n", name_of(morph.travel, latent::travel_names()));
  const std::string sample =
      morph.sampling
          ? fmt::format("sample: {}\n", name_of(*morph.sampling, latent::sampling_names()))
          : "";
  return travel + sample + (poses != 0 ? tour_of(morph) : phrases_of(morph));
}

}  // namespace poseaae::recipe
