#include "poseaae/training/config.hpp"

#include <algorithm>

#include "config_names.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae::training {

namespace {

/// What measurements chose; docs/METHOD.md has them.
void use_best_method(Config& config) {
  config.data.augmentation.mirror = true;
  config.model.skip = SkipStart::kBodyPca;
  config.model.components = 60;
  config.model.latent = 16;
  config.model.encoder = {512, 512};
  config.model.activation = nn::Activation::kSilu;
  config.engine.dropout = 0.1;
  config.training.epochs = 15;
  config.training.batch = 256;
  config.training.discriminator_learning_rate = 1e-2;
  config.training.schedule = {.kind = ScheduleKind::kCosine, .factor = 0.01};
}

/// The same for windows of time.
void use_motion_method(Config& config) {
  use_best_method(config);
  config.model.kind = objective::ModelKind::kWae;
  config.model.window = 32;
  config.model.hop = 24;
  config.model.components = 256;
  config.model.latent = 77;
  config.training.batch = 64;
  config.training.learning_rate = 2e-3;
  config.training.discriminator_learning_rate = 1e-3;
}

/// What is still as the preset has it gives way to a setting that rules it out, and what somebody
/// chose does not: validate() refuses that.
void let_preset_give_way(Config& config) {
  const Config own(config.preset);
  Config::Model& model = config.model;
  if (model.components > 0 && model.components == own.model.components) {
    const bool starts = model.skip == SkipStart::kBodyPca;
    model.components = starts ? std::max(model.components, model.latent) : 0;
  }
  for (std::size_t i = 0; i < objective::loss_terms().size(); ++i) {
    const objective::LossTerm& term = objective::loss_terms()[i];
    double& weight = config.losses.weights[i];
    if (term.judges_poses && !term.counts(model.kind) && weight == term.weight(config.preset)) {
      weight = 0.0;
    }
  }
}

}  // namespace

Config::Config(objective::Preset chosen) : preset(chosen) {
  const bool tutorial = preset == objective::Preset::kTutorial;
  data.sign = tutorial ? SignRule::kFile : SignRule::kCanonical;
  data.split.kind = tutorial ? dataset::SplitKind::kFrame : dataset::SplitKind::kAuto;
  model.latent_activation = tutorial ? nn::Activation::kRelu : nn::Activation::kLinear;
  training.test_set = tutorial ? TestSet::kLastBatch : TestSet::kHeldOut;
  training.learning_rate = tutorial ? 1e-4 : 1e-3;
  training.discriminator_learning_rate = tutorial ? 5e-4 : 1e-3;
  for (const objective::LossTerm& term : objective::loss_terms()) {
    losses.weights.push_back(term.weight(preset));
  }
  if (preset == objective::Preset::kBest) use_best_method(*this);
  if (preset == objective::Preset::kMotion) use_motion_method(*this);
}

Config Config::load(const std::string& path, const std::vector<std::string>& assignments) {
  return parse(read_file(path), path, assignments);
}

Config Config::parse(const std::string& yaml, const std::string& file,
                     const std::vector<std::string>& assignments) {
  try {
    return parse_valid(yaml, file, assignments);
  } catch (const ParseError& problem) {  // a wrong configuration, whatever is wrong in it
    throw ConfigError(problem.what());
  }
}

Config Config::parse_valid(const std::string& yaml, const std::string& file,
                           const std::vector<std::string>& assignments) {
  // The preset first, wherever it is said: it decides what the other keys default to.
  Config preset_only;
  config::Schema preset_schema;
  preset_schema.choice("preset", preset_only.preset, preset_names(), "");
  if (const std::string name = config::peek(yaml, file, "preset"); !name.empty()) {
    preset_schema.assign("preset=" + name);
  }
  for (const auto& assignment : assignments) {
    if (assignment.starts_with("preset=")) preset_schema.assign(assignment);
  }
  Config config(preset_only.preset);
  config.schema().load(yaml, file);
  config.set(assignments);
  return config;
}

void Config::set(const std::vector<std::string>& assignments) {
  Config changed = *this;
  config::Schema schema = changed.schema();
  for (const auto& assignment : assignments) schema.assign(assignment);
  let_preset_give_way(changed);
  changed.validate();
  *this = std::move(changed);
}

double Config::prior_factor(int epoch) const {
  if (epoch < losses.prior_warmup) {
    return static_cast<double>(epoch) / static_cast<double>(losses.prior_warmup);
  }
  const auto left = static_cast<double>(training.epochs - 1 - losses.prior_warmup);
  const double done = left <= 0.0 ? 0.0 : static_cast<double>(epoch - losses.prior_warmup) / left;
  return 1.0 + (losses.prior_end - 1.0) * done;
}

std::vector<double> Config::effective_weights() const {
  std::vector<double> weights = losses.weights;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!objective::loss_terms()[i].counts(model.kind)) weights[i] = 0.0;
  }
  return weights;
}

std::string Config::print() const {
  Config copy = *this;
  return "# Every key of a PoseAAE training configuration, as aae_train --print-config writes "
         "it.\n" +
         copy.schema().print();
}

std::vector<std::pair<std::string, std::string>> Config::values() const {
  Config copy = *this;
  return copy.schema().values();
}

}  // namespace poseaae::training
