#pragma once

#include <memory>
#include <string>
#include <vector>

#include "poseaae/diffusion/generate.hpp"
#include "poseaae/training/session.hpp"
#include "support/subcommands.hpp"

/// The subcommands of latent_diffusion.
namespace poseaae::tools {

[[nodiscard]] std::unique_ptr<Subcommand> train_command(CommandLine& app);
[[nodiscard]] std::unique_ptr<Subcommand> sample_command(CommandLine& app);
[[nodiscard]] std::unique_ptr<Subcommand> edit_command(CommandLine& app);
[[nodiscard]] std::unique_ptr<Subcommand> evaluate_command(CommandLine& app);

/// The clips that a model learned from, or others in their place, split as its configuration says.
struct ClipsOfModel {
  std::vector<std::string> clips;
  std::string label_pattern;

  void add_to(CommandLine& app);
  /// @throws UsageError, InputError, ParseError
  [[nodiscard]] training::Session prepare(const codec::PoseAutoencoder& model,
                                          const std::string& path) const;
};

/// `--diffusion FILE`
void add_diffusion_option(CommandLine& app, std::string& path);

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
