#pragma once

#include <optional>
#include <string>
#include <vector>

#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/detail.hpp"
#include "support/clip_arguments.hpp"
#include "support/command_line.hpp"
#include "support/output_arguments.hpp"

namespace poseaae::tools {

/// `--model FILE`
void add_model_option(CommandLine& app, std::string& path, bool required = true);

/// A path and whose it is: a title above the panel, where there are several.
struct TitledPath {
  std::string name;
  latent::LatentPath path;
  /// What the model leaves out of the clip that is followed (latent/detail.hpp), frame by frame, to
  /// be given back; nothing where there is no such clip.
  std::optional<latent::LatentPath> detail{};
  bool loops = false;  ///< the first frame follows the last
};

/// The arguments that every program with a path through latent space shares: a model, outputs for
/// the decoded motion, and a file for the path itself.
class PathArguments {
 public:
  explicit PathArguments(CommandLine& app);

  [[nodiscard]] const std::string& model_path() const noexcept { return model_path_; }
  /// Checks every output, then loads the model. Call first.
  [[nodiscard]] codec::PoseAutoencoder load();
  /// Decodes the path, writes every output, and reports what was written and how far the path is
  /// from the model's poses. `name` labels the path in the latents file; of one that `loops`, the
  /// first frame follows the last.
  void finish(const codec::PoseAutoencoder& model, const latent::LatentPath& path,
              const std::string& name, bool loops = false);
  /// The same of several side by side, at one frame rate; .bvh, .h5 and .csv carry the motion of
  /// number `primary`.
  void finish(const codec::PoseAutoencoder& model, const std::vector<TitledPath>& paths,
              std::size_t primary = 0);
  /// For motion that is not a decoded path.
  void write(mocap::Motion motion) { output_.write(render::Scene(std::move(motion))); }

  /// The options by which outputs are drawn; set from the command line by load().
  [[nodiscard]] render::OutputOptions& drawing() noexcept { return output_.options(); }

 private:
  [[nodiscard]] mocap::Motion decode(const codec::PoseAutoencoder& model,
                                     const TitledPath& titled) const;
  void save_latents(const std::vector<TitledPath>& paths) const;

  std::string model_path_;
  std::string latents_path_;
  bool no_plant_ = false;
  OutputArguments output_;
};

}  // namespace poseaae::tools
