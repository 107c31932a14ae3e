#include "resume_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "poseaae/base/error.hpp"

namespace poseaae::training {

namespace {

/// Keys, and sections, that a resumed run may change.
constexpr std::array<std::string_view, 15> kFree{
    "losses.",
    "training.",
    "output.",
    "data.clips",  // files may have moved: the checksum of the poses says whether they are the same
    "data.strict",
    "data.mirror",
    "data.turn",
    "model.dropout",
    "model.standardise",
    "model.space",
    // Sizes: the state names the array that differs (Engine::set_state()).
    "model.latent",
    "model.encoder",
    "model.decoder",
    "model.discriminator",
    "model.pose_discriminator",
};
constexpr std::string_view kSeed = "training.seed";

bool is_free(std::string_view key) {
  const auto covers = [&](std::string_view name) {
    return name.ends_with('.') ? key.starts_with(name) : key == name;
  };
  return std::ranges::any_of(kFree, covers) && key != kSeed;
}

}  // namespace

void require_same_run(const std::string& begun, const Config& now,
                      const std::filesystem::path& folder) {
  const auto before = Config::parse(begun, (folder / "state.h5").string(), {}).values();
  const auto after = now.values();
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto& [key, value] = after[i];
    if (value == before[i].second || is_free(key)) continue;
    throw ConfigError(
        key, value,
        fmt::format("{}, with which the run in {} was begun and to which its weights belong; leave "
                    "it out, or start a new run: --config {} --set {}=... --set output.dir=...",
                    before[i].second, folder.string(), (folder / "config.yaml").string(), key));
  }
}

}  // namespace poseaae::training
