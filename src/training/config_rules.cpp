#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "config_names.hpp"
#include "poseaae/base/error.hpp"

// What no key can say alone.
namespace poseaae::training {

namespace {

std::string number(double value) { return fmt::format("{}", value); }

/// The tutorial is kept to the letter: what it does not know is refused.
void validate_tutorial(const Config& config) {
  const auto refuse = [](bool broken, const char* key, const std::string& value, const char* only) {
    if (!broken) return;
    throw ConfigError(key, value,
                      fmt::format("{} with preset: tutorial, which keeps exactly to the tutorial; "
                                  "use preset: corrected or best",
                                  only));
  };
  const auto& model = config.model;
  refuse(model.kind != objective::ModelKind::kAae, "model.kind", name_of(model.kind, kind_names()),
         "aae");
  refuse(model.rotation != kernels::RotationForm::kQuaternion, "model.rotation", "6d",
         "quaternion");
  refuse(model.skip != SkipStart::kNone, "model.skip", name_of(model.skip, skip_names()), "none");
  refuse(model.gaussian, "model.gaussian", "true", "false");
  refuse(config.engine.dropout > 0.0, "model.dropout", number(config.engine.dropout), "0");
  refuse(model.standardise, "model.standardise", "true", "false");
  refuse(model.space != LatentSpace::kEncodings, "model.space", "normal", "encodings");
  for (std::size_t i = 0; i < objective::loss_terms().size(); ++i) {
    const objective::LossTerm& term = objective::loss_terms()[i];
    const std::string key = "losses." + term.name;
    refuse(term.tutorial == 0.0 && config.losses.weights[i] != 0.0, key.c_str(),
           number(config.losses.weights[i]), "0");
  }
}

/// A kind whose own term has no weight would be another kind.
void validate_kind(const Config& config) {
  const auto needs = [&](objective::ModelKind kind, std::initializer_list<const char*> terms,
                         const char* instead) {
    const auto above = [&](const char* term) {
      return config.losses.weights[objective::term_index(term)] > 0.0;
    };
    if (config.model.kind != kind || std::any_of(terms.begin(), terms.end(), above)) return;
    throw ConfigError(fmt::format("losses.{}", fmt::join(terms, ", losses.")), "0",
                      fmt::format("a weight above 0 with model.kind={}; {}",
                                  name_of(kind, kind_names()), instead));
  };
  needs(objective::ModelKind::kAae, {"prior", "realism"}, "model.kind=wae has no discriminator");
  needs(objective::ModelKind::kWae, {"mmd", "sliced"}, "model.kind=ae has no prior");
  needs(objective::ModelKind::kVae, {"kl"}, "model.kind=ae has no prior");
}

/// Only a kind with discriminators has one of poses. That of a preset gives way to another kind, so
/// somebody chose this one.
void validate_pose_discriminator(const Config& config) {
  for (std::size_t i = 0; i < objective::loss_terms().size(); ++i) {
    const objective::LossTerm& term = objective::loss_terms()[i];
    const double weight = config.losses.weights[i];
    if (!term.judges_poses || weight == 0.0 || term.counts(config.model.kind)) continue;
    throw ConfigError("losses." + term.name, number(weight),
                      fmt::format("0 with model.kind={}, which has no discriminator; use "
                                  "model.kind=aae",
                                  name_of(config.model.kind, kind_names())));
  }
}

void validate_rotation(const Config& config) {
  if (config.model.rotation != kernels::RotationForm::kSixD) return;
  for (const char* term : {"norm", "quaternion"}) {
    const double weight = config.losses.weights[objective::term_index(term)];
    if (weight == 0.0) continue;
    throw ConfigError(fmt::format("losses.{}", term), number(weight),
                      "0 with model.rotation=6d, whose features are not a quaternion; "
                      "losses.rotation weights the angle");
  }
}

void validate_linear_latents(const Config& config) {
  const auto& model = config.model;
  if (!model.standardise || model.latent_activation == nn::Activation::kLinear) return;
  throw ConfigError("model.latent_activation",
                    name_of(model.latent_activation, nn::activation_names()),
                    "linear with model.standardise, which changes the encoder's last layer");
}

void validate_components(const Config& config) {
  const auto& model = config.model;
  if (model.components == 0) return;
  if (model.skip != SkipStart::kBodyPca) {
    throw ConfigError("model.skip", name_of(model.skip, skip_names()),
                      "body_pca with model.components, whose first ones it starts at");
  }
  if (model.components < model.latent) {
    throw ConfigError("model.components", fmt::format("{}", model.components),
                      fmt::format("0, or at least model.latent={}", model.latent));
  }
}

void validate_windows(const Config& config) {
  const auto& model = config.model;
  if (model.window < 2) return;
  if (model.hop > model.window) {
    throw ConfigError(
        "model.hop", fmt::format("{}", model.hop),
        fmt::format("at most model.window={}, so that no frame is left out", model.window));
  }
  if (config.preset == objective::Preset::kTutorial) {
    throw ConfigError("model.window", fmt::format("{}", model.window),
                      "0 with preset: tutorial, which has single poses; use preset: motion");
  }
  if (config.data.source.clip.root_rotation != mocap::RootRotation::kKeep) {
    throw ConfigError("data.root_rotation",
                      name_of(config.data.source.clip.root_rotation, mocap::root_rotation_names()),
                      "keep with model.window, whose windows have the way and the turns of the "
                      "body in its own frame");
  }
  if (model.skip == SkipStart::kLeverPca) {
    throw ConfigError("model.skip", name_of(model.skip, skip_names()),
                      "body_pca (with model.components), whitened_pca, pca, random or none with "
                      "model.window; preset: motion has what windows need");
  }
  if (config.data.augmentation.turn) {
    throw ConfigError("data.turn", "true",
                      "false with model.window, whose windows are the same in every heading");
  }
  if (config.data.split.kind == dataset::SplitKind::kFrame) {
    throw ConfigError("data.split", "frame",
                      "clip or block with model.window, since windows need frames in a row");
  }
}

/// More are a slip, which would take minutes to set up or end without memory.
void validate_sizes(const Config& config) {
  static constexpr std::int64_t kMostWeights = 50'000'000;
  const auto check = [](const char* key, const std::vector<int>& layers) {
    std::int64_t weights = 0;
    for (std::size_t i = 1; i < layers.size(); ++i) {
      weights += std::int64_t{layers[i - 1]} * layers[i];
    }
    if (weights <= kMostWeights) return;
    throw ConfigError(key, fmt::format("[{}]", fmt::join(layers, ", ")),
                      fmt::format("layers with at most {} weights between them, found {}; use "
                                  "fewer or narrower layers",
                                  kMostWeights, weights));
  };
  check("model.encoder", config.model.encoder);
  check("model.decoder", config.model.decoder);
  check("model.discriminator", config.model.discriminator);
  check("model.pose_discriminator", config.model.pose_discriminator);
}

}  // namespace

void Config::validate() const {
  if (output.dir.empty()) {
    throw ConfigError("output.dir", "nothing", "a folder for the run, such as runs/dance");
  }
  validate_sizes(*this);
  if (preset == objective::Preset::kTutorial) validate_tutorial(*this);
  validate_linear_latents(*this);
  validate_kind(*this);
  validate_pose_discriminator(*this);
  validate_rotation(*this);
  validate_components(*this);
  validate_windows(*this);
}

}  // namespace poseaae::training
