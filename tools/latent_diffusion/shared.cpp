#include <fmt/format.h>

#include "latent_diffusion/commands.hpp"
#include "poseaae/base/log.hpp"
#include "support/texts.hpp"

namespace poseaae::tools {

void ClipsOfModel::add_to(CommandLine& app) {
  app.add_option("CLIPS FILE", clips, text::kClipsOfModel);
  app.add_option(
      "--label-pattern PATTERN", label_pattern,
      fmt::format("{} (default: that of the model's configuration)", text::kLabelPattern));
}

training::Session ClipsOfModel::prepare(const session::OpenModel& model) const {
  auto config = training::Config::parse(model.codec().data().config, model.file().string(), {});
  if (!clips.empty()) config.data.source = config.data.source.with_clips(clips);
  if (!config.data.source.gathered()) config.data.source.clip = model.clip_options();
  if (!label_pattern.empty()) config.data.source.label_pattern = label_pattern;
  auto session = training::prepare(config, model.codec());
  log::warn_all(session.warnings);
  return session;
}

void DiffusionArgument::add_to(CommandLine& app) {
  app.add_option("-d,--diffusion FILE", file,
                 "Diffusion of this model, as written by latent_diffusion train")
      ->required();
}

diffusion::LatentDiffusion DiffusionArgument::load(const session::OpenModel& model) const {
  auto diffusion = diffusion::LatentDiffusion::load(file);
  diffusion.require_model(model.codec(), model.file());
  return diffusion;
}

void SamplingArguments::add_to(CommandLine& app) {
  app.add_option("--label LABEL", label, "Label to sample, as in style=old (default: any)");
  app.add_option("--guidance", strength,
                 "Strength of the label: 0 ignores it, 1 follows the data, 2 exaggerates it")
      ->between(-1e3, 1e3);
  app.add_option("--steps", sampler.steps, text::kSteps);
  app.add_option("--eta", sampler.eta, text::kEta);
  app.add_option("--seed", seed, text::kSeed);
}

}  // namespace poseaae::tools
