#include <fmt/format.h>

#include <algorithm>

#include "latent_diffusion/commands.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

void ClipsOfModel::add_to(CommandLine& app) {
  app.add_option("CLIPS", clips, text::kClipsOfModel)->type_name("FILE");
  app.add_option(
         "--label-pattern", label_pattern,
         fmt::format("{} (default: that of the model's configuration)", text::kLabelPattern))
      ->type_name("PATTERN");
}

training::Session ClipsOfModel::prepare(const codec::PoseAutoencoder& model,
                                        const std::string& path) const {
  auto config = training::Config::parse(model.data().config, path, {});
  if (!clips.empty()) config.data.source.clips = clips;
  if (!label_pattern.empty()) config.data.source.label_pattern = label_pattern;
  training::Session session = training::prepare(config);
  log::warn_all(session.warnings);
  if (session.data.pose_dim() != model.pose_dim()) {
    throw UsageError(
        fmt::format("{}: expected poses of {} features, as the model has, found {} in the clips; "
                    "use clips with the model's skeleton",
                    path, model.pose_dim(), session.data.pose_dim()));
  }
  return session;
}

void add_diffusion_option(CommandLine& app, std::string& path) {
  app.add_option("-d,--diffusion", path,
                 "Diffusion of this model, as written by latent_diffusion train")
      ->required()
      ->type_name("FILE");
}

void SamplingArguments::add_to(CommandLine& app) {
  app.add_option("--label", label, "Label to sample, as in style=old (default: any)")
      ->type_name("LABEL");
  app.add_option("--guidance", strength,
                 "Strength of the label: 0 ignores it, 1 follows the data, 2 exaggerates it")
      ->capture_default_str();
  app.add_option("--steps", sampler.steps, text::kSteps)->capture_default_str();
  app.add_option("--eta", sampler.eta, text::kEta)->capture_default_str();
  app.add_option("--seed", seed, text::kSeed)->capture_default_str();
}

}  // namespace poseaae::tools
