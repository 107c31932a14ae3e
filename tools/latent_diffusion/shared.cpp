#include <fmt/format.h>

#include <algorithm>

#include "latent_diffusion/commands.hpp"
#include "poseaae/core/error.hpp"
#include "poseaae/core/log.hpp"
#include "poseaae/core/yaml.hpp"

namespace poseaae::tools {

void ClipsOfModel::add_to(CommandLine& app) {
  app.add_option("CLIPS", clips,
                 "BVH files, folders or patterns, or one dataset (.h5), where the clips of the "
                 "model's configuration are now (default: where that says)")
      ->type_name("FILE ...");
  app.add_option("--label-pattern", label_pattern,
                 "Labels in the clips' names, as {content}_{style}_{take} (default: that of the "
                 "model's configuration)")
      ->type_name("PATTERN");
}

training::Session ClipsOfModel::prepare(const model::PoseAutoencoder& model,
                                        const std::string& path) const {
  std::vector<std::string> assignments;
  if (!clips.empty()) {
    std::vector<std::string> texts;
    for (const auto& clip : clips) texts.push_back(yaml::quoted(clip));
    assignments.push_back(fmt::format("data.clips=[{}]", fmt::join(texts, ", ")));
  }
  if (!label_pattern.empty())
    assignments.push_back("data.label_pattern=" + yaml::quoted(label_pattern));
  const auto config = training::Config::parse(model.data().config, path, assignments);
  training::Session session = training::prepare(config);
  log::warn_all(session.warnings);
  if (session.data.pose_dim() != model.pose_dim()) {
    throw UsageError(fmt::format("{}: expected poses of {} numbers, found {} in the clips", path,
                                 model.pose_dim(), session.data.pose_dim()));
  }
  return session;
}

void add_diffusion_option(CommandLine& app, std::string& path) {
  app.add_option("-d,--diffusion", path,
                 "Trained diffusion of this model, by latent_diffusion train")
      ->required()
      ->type_name("FILE");
}

void SamplingArguments::add_to(CommandLine& app) {
  app.add_option("--label", label, "Sample towards a label, as style=old (default: any)")
      ->type_name("KEY=VALUE");
  app.add_option("--guidance", strength,
                 "How strongly: 0 not at all, 1 as in the data, 2 clearly more than that")
      ->capture_default_str();
  app.add_option("--steps", sampler.steps, "Denoising steps (20 to 50 serve)")
      ->capture_default_str();
  app.add_option("--eta", sampler.eta,
                 "Fresh noise in each step: 0 none (DDIM), 1 ancestral sampling")
      ->capture_default_str();
  app.add_option("--seed", seed, "Of the noise: the same seed, the same poses")
      ->capture_default_str();
}

}  // namespace poseaae::tools
