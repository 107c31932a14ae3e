#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "poseaae/latent/decode.hpp"
#include "support/clip_arguments.hpp"
#include "support/output_arguments.hpp"

namespace poseaae::tools {

/// `--model FILE`
void add_model_option(CLI::App& app, std::string& path, bool required = true);

/// What every program that travels through latent space shares: a model to travel in, outputs for
/// the motion it decodes to, and a file for the path itself.
class TravelArguments {
 public:
  explicit TravelArguments(CLI::App& app);

  /// Checks every output, then loads the model. Call first.
  [[nodiscard]] model::PoseAutoencoder load();
  /// Decodes the path, writes every output and says on stdout what was written and how far the path
  /// strays from the model's poses. `name` labels the path in the latents file; of one that
  /// `loops`, the first frame follows the last.
  void finish(const model::PoseAutoencoder& model, const latent::LatentPath& path,
              const std::string& name, bool loops = false);

 private:
  std::string model_path_;
  std::string latents_path_;
  bool no_plant_ = false;
  OutputArguments output_;
};

}  // namespace poseaae::tools
