#include "poseaae/training/config.hpp"

#include "config_names.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"

namespace poseaae::training {

namespace {

/// What measurements chose; docs/METHOD.md has them.
void use_best_method(Config& config) {
  config.data.mirror = true;
  config.model.kind = objective::ModelKind::kWae;
  config.model.skip = SkipStart::kLeverPca;
  config.model.latent = 16;
  config.model.encoder = {512, 512};
  config.model.activation = nn::Activation::kSilu;
  config.model.dropout = 0.1;
  config.training.epochs = 15;
  config.training.batch = 256;
  config.training.schedule = {.kind = ScheduleKind::kCosine, .factor = 0.01};
}

}  // namespace

Config::Config(objective::Preset chosen) : preset(chosen) {
  const bool tutorial = preset == objective::Preset::kTutorial;
  data.sign = tutorial ? SignRule::kFile : SignRule::kCanonical;
  data.split = tutorial ? dataset::SplitKind::kFrame : dataset::SplitKind::kAuto;
  model.latent_activation = tutorial ? nn::Activation::kRelu : nn::Activation::kLinear;
  training.test_set = tutorial ? TestSet::kLastBatch : TestSet::kHeldOut;
  training.learning_rate = tutorial ? 1e-4 : 1e-3;
  training.discriminator_learning_rate = tutorial ? 5e-4 : 1e-3;
  for (const objective::LossTerm& term : objective::loss_terms()) {
    losses.weights.push_back(term.weight(preset));
  }
  if (preset == objective::Preset::kBest) use_best_method(*this);
}

Config Config::load(const std::string& path, const std::vector<std::string>& assignments) {
  return parse(read_file(path), path, assignments);
}

Config Config::parse(const std::string& yaml, const std::string& file,
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
  config::Schema schema = config.schema();
  schema.load(yaml, file);
  for (const auto& assignment : assignments) schema.assign(assignment);
  config.validate();
  return config;
}

double Config::prior_factor(std::int64_t epoch) const {
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

dataset::DatasetOptions Config::dataset_options() const {
  dataset::DatasetOptions options;
  options.clips = data.clips;
  options.clip.unit = mocap::Unit::parse(data.unit);
  options.clip.source_fps = data.fps;
  options.clip.fps = data.resample_fps;
  options.clip.strict = data.strict;
  options.clip.remove_joints = data.remove_joints;
  options.clip.root_rotation = data.root_rotation;
  options.range = data.frames;
  options.drop_static = data.drop_static;
  options.label_pattern = data.label_pattern;
  return options;
}

dataset::SplitOptions Config::split_options() const {
  return {.kind = data.split,
          .test_fraction = data.test_fraction,
          .block_s = data.block_s,
          .gap_s = data.gap_s,
          .seed = static_cast<std::uint64_t>(data.split_seed > 0 ? data.split_seed : training.seed),
          .group = data.group.empty() ? dataset::GroupRule::kDefault : data.group,
          .folds = static_cast<int>(data.folds),
          .fold = static_cast<int>(data.fold),
          .leave_out = data.leave_out};
}

}  // namespace poseaae::training
