#pragma once

#include <optional>
#include <string>
#include <vector>

#include "support/clip_arguments.hpp"
#include "support/command_line.hpp"
#include "support/output_arguments.hpp"
#include "support/plant_arguments.hpp"

namespace poseaae::tools {

/// The arguments that every program with a path through latent space shares: a model, outputs for
/// the decoded motion, and a file for the path itself.
class PathArguments {
 public:
  /// `follows_clips`: whether the path can have the detail of a clip.
  explicit PathArguments(CommandLine& app, bool follows_clips = true);

  /// Checks every output, then loads the model. Call first.
  [[nodiscard]] session::OpenModel load();
  /// Decodes the paths, writes every output with them side by side, at one frame rate, and reports
  /// what was written and how far each path is from the model's poses. Names are titles of panels,
  /// where there are several, and labels in the latents file; .bvh, .h5 and .csv carry the motion
  /// of number `primary`.
  void finish(const session::OpenModel& model, std::vector<session::Dancer> dancers,
              std::size_t primary = 0);
  /// What was given; nothing otherwise.
  [[nodiscard]] std::optional<latent::Travel> travel() const {
    return in_place_ ? latent::Travel::kNone : travel_;
  }
  /// For motion that is not a decoded path.
  void write(mocap::Motion motion) { output_.write(render::Scene(std::move(motion))); }
  /// Writes the path of a dancer whose motion has been written, if --latents asks for it.
  void save_latents(const session::OpenModel& model, const session::Dancer& dancer) const;

  /// The options by which outputs are drawn; set from the command line by load().
  [[nodiscard]] render::OutputOptions& drawing() noexcept { return output_.options(); }

 private:
  ModelArguments model_;
  std::string latents_path_;
  std::optional<latent::Travel> travel_;
  bool in_place_ = false;
  std::optional<PlantArguments> plant_;
  OutputArguments output_;
};

/// Writes encodings (.h5 or .csv) and reports it on stdout. @throws UsageError, OutputError
void write_encodings(const latent::Encodings& encodings, const std::string& file);

}  // namespace poseaae::tools
