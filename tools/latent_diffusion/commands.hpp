#pragma once

#include <string>
#include <vector>

#include "poseaae/diffusion/generate.hpp"
#include "poseaae/training/session.hpp"
#include "support/clip_arguments.hpp"
#include "support/subcommands.hpp"

/// The subcommands of latent_diffusion.
namespace poseaae::tools {

extern const SubcommandKind kTrain, kSample, kEdit, kEvaluate;

/// The clips that a model learned from, or others in their place, split as its configuration says.
struct ClipsOfModel {
  std::vector<std::string> clips;
  std::string label_pattern;

  void add_to(CommandLine& app);
  /// @throws UsageError, InputError, ParseError
  [[nodiscard]] training::Session prepare(const session::OpenModel& model) const;
};

/// `--diffusion FILE`
struct DiffusionArgument {
  std::string file;

  void add_to(CommandLine& app);
  /// @throws InputError, ModelError: missing, damaged, of another model
  [[nodiscard]] diffusion::LatentDiffusion load(const session::OpenModel& model) const;
};

/// `--label`, `--guidance`, `--steps`, `--eta`, `--seed`: how a diffusion is sampled.
struct SamplingArguments {
  std::string label;
  double strength = 1.0;
  diffusion::SamplerOptions sampler;
  std::uint64_t seed = 1;

  void add_to(CommandLine& app);
  /// @throws UsageError
  [[nodiscard]] diffusion::Guidance guidance(const diffusion::LabelSet& labels) const {
    return {labels.parse(label), strength};
  }
};

}  // namespace poseaae::tools
