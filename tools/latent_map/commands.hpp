#pragma once

#include <memory>
#include <string>
#include <vector>

#include "poseaae/atlas/pose_grid.hpp"
#include "support/encoded_inputs.hpp"
#include "support/figure_arguments.hpp"
#include "support/subcommands.hpp"

/// The subcommands of latent_map: each declares its options when it is made.
namespace poseaae::tools {

[[nodiscard]] std::unique_ptr<Subcommand> map_command(CommandLine& app);
[[nodiscard]] std::unique_ptr<Subcommand> traversal_command(CommandLine& app);
[[nodiscard]] std::unique_ptr<Subcommand> interpolation_command(CommandLine& app);
[[nodiscard]] std::unique_ptr<Subcommand> shell_command(CommandLine& app);
[[nodiscard]] std::unique_ptr<Subcommand> trajectory_command(CommandLine& app);

/// Clips or encodings, and the model that they are seen by.
struct SeenPoses {
  std::vector<std::string> inputs;
  std::string label_pattern;
  std::string model_path;

  void add_to(CommandLine& app, bool required = true);
  [[nodiscard]] codec::PoseAutoencoder load() const;
  [[nodiscard]] EncodedInputs encode(const codec::PoseAutoencoder& model) const;
};

/// --size as the cells of a grid of poses, with --view.
[[nodiscard]] atlas::GridStyle grid_style(const FigureArguments& output);

}  // namespace poseaae::tools
