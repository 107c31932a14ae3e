#pragma once

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "poseaae/diffusion/generate.hpp"
#include "poseaae/training/session.hpp"

/// The subcommands of latent_diffusion.
namespace poseaae::tools {

/// One subcommand: its options are declared when it is made, run() does what it says.
class Command {
 public:
  Command() = default;
  Command(const Command&) = delete;
  Command& operator=(const Command&) = delete;
  virtual ~Command();
  virtual void run() = 0;
};

[[nodiscard]] std::unique_ptr<Command> train_command(CLI::App& app);
[[nodiscard]] std::unique_ptr<Command> sample_command(CLI::App& app);
[[nodiscard]] std::unique_ptr<Command> edit_command(CLI::App& app);
[[nodiscard]] std::unique_ptr<Command> evaluate_command(CLI::App& app);

/// The clips that a model learned from, or others in their place, split as its configuration says.
struct ClipsOfModel {
  std::vector<std::string> clips;
  std::string label_pattern;

  void add_to(CLI::App& app);
  /// @throws UsageError, InputError, ParseError
  [[nodiscard]] training::Session prepare(const model::PoseAutoencoder& model,
                                          const std::string& path) const;
};

/// `--diffusion FILE`
void add_diffusion_option(CLI::App& app, std::string& path);

/// `--label`, `--guidance`, `--steps`, `--eta`, `--seed`: how a diffusion is sampled.
struct SamplingArguments {
  std::string label;
  double strength = 1.0;
  diffusion::SamplerOptions sampler;
  std::uint64_t seed = 1;

  void add_to(CLI::App& app);
  /// @throws UsageError
  [[nodiscard]] diffusion::Guidance guidance(const diffusion::LabelSet& labels) const {
    return {labels.parse(label), strength};
  }
};

}  // namespace poseaae::tools
