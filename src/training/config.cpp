#include "poseaae/training/config.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "poseaae/core/error.hpp"
#include "poseaae/core/paths.hpp"

namespace poseaae::training {

namespace {

const config::Names<Preset>& preset_names() {
  static const config::Names<Preset> names{{"tutorial", Preset::kTutorial},
                                           {"corrected", Preset::kCorrected},
                                           {"best", Preset::kBest}};
  return names;
}

const config::Names<ModelKind>& kind_names() {
  using enum ModelKind;
  static const config::Names<ModelKind> names{
      {"aae", kAae}, {"vae", kVae}, {"wae", kWae}, {"ae", kAe}};
  return names;
}

const config::Names<SkipStart>& skip_names() {
  static const config::Names<SkipStart> names{{"none", SkipStart::kNone},
                                              {"random", SkipStart::kRandom},
                                              {"pca", SkipStart::kPca},
                                              {"whitened_pca", SkipStart::kWhitenedPca},
                                              {"lever_pca", SkipStart::kLeverPca}};
  return names;
}

const config::Names<dataset::SplitKind>& split_names() {
  using dataset::SplitKind;
  static const config::Names<SplitKind> names{{"auto", SplitKind::kAuto},
                                              {"clip", SplitKind::kClip},
                                              {"block", SplitKind::kBlock},
                                              {"frame", SplitKind::kFrame}};
  return names;
}

const config::Names<SignRule>& sign_names() {
  static const config::Names<SignRule> names{{"file", SignRule::kFile},
                                             {"continuous", SignRule::kContinuous},
                                             {"canonical", SignRule::kCanonical}};
  return names;
}

const config::Names<TestSet>& test_set_names() {
  static const config::Names<TestSet> names{{"held_out", TestSet::kHeldOut},
                                            {"last_batch", TestSet::kLastBatch}};
  return names;
}

const config::Names<Device>& device_names() {
  static const config::Names<Device> names{
      {"auto", Device::kAuto}, {"cpu", Device::kCpu}, {"cuda", Device::kCuda}};
  return names;
}

const config::Names<EngineKind>& engine_names() {
  static const config::Names<EngineKind> names{
      {"auto", EngineKind::kAuto}, {"torch", EngineKind::kTorch}, {"fused", EngineKind::kFused}};
  return names;
}

void bind(config::Schema& schema, Config::Data& data) {
  schema.section("data", "Which motion is learned, and how it is prepared.");
  schema.key("data.clips", data.clips,
             "BVH files, folders or patterns, each with optional frames (\"walk.bvh:100:500\"); or "
             "one dataset file (.h5)");
  schema.key("data.unit", data.unit,
             "unit of lengths in the files: mm, cm, m, inch, ft, or metres per unit");
  schema.key("data.fps", data.fps,
             "frames per second that replace the files' Frame Time; 0: as the file says",
             config::at_least(0.0));
  schema.key("data.resample_fps", data.resample_fps,
             "frames per second to resample to; 0: those of the first clip", config::at_least(0.0));
  schema.key("data.frames", data.frames,
             "frames of every clip, \"100:500\" (the last excluded); empty: all");
  schema.key("data.strict", data.strict, "treat a file with missing rows as an error");
  schema.key(
      "data.remove_joints", data.remove_joints,
      "joints to leave out, names or patterns (\"*Finger*\"); their rotation passes to their "
      "children");
  schema.key("data.drop_static", data.drop_static, "leave out joints that never rotate");
  schema.choice("data.root_rotation", data.root_rotation, mocap::root_rotation_names(),
                "rotation of the body in the room: as recorded, turned about the vertical to face "
                "forward in every frame, or none at all");
  schema.choice("data.sign", data.sign, sign_names(),
                "which of q and -q, the same rotation, stands for it");
  schema.choice("data.split", data.split, split_names(),
                "what is held out: whole clips, blocks of time, or frames at random (leaks)");
  schema.key("data.test_fraction", data.test_fraction, "share of the poses held out",
             config::between(0.01, 0.9));
  schema.key("data.block_s", data.block_s, "length of a held-out block, seconds",
             config::positive<double>());
  schema.key("data.gap_s", data.gap_s, "left out on each side of a held-out block, seconds",
             config::at_least(0.0));
  schema.key("data.group", data.group,
             "clips held out together: a regular expression over names, with one capture, "
             "\"(.*)_[0-9]+\"; empty: a take number at the end and marks of mirrored copies go");
  schema.key("data.folds", data.folds,
             "parts that clips are split into, for cross-validation; 0: test_fraction decides",
             config::at_least<std::int64_t>(0));
  schema.key("data.fold", data.fold, "the part that is held out, from 0",
             config::at_least<std::int64_t>(0));
  schema.key("data.label_pattern", data.label_pattern,
             "labels in the names of clips, \"{content}_{style}_{take}\"; empty: none");
  schema.key("data.leave_out", data.leave_out,
             "hold out every clip with this label, \"style=old\"; empty: none");
  schema.key("data.split_seed", data.split_seed, "of the split; 0: training.seed",
             config::at_least<std::int64_t>(0));
  schema.key("data.mirror", data.mirror,
             "learn from left-right mirror images too: half of every batch");
  schema.key("data.turn", data.turn, "learn from every heading: turn each pose about the vertical");
}

void bind(config::Schema& schema, Config::Model& model) {
  schema.section("model", "The three networks.");
  schema.choice("model.kind", model.kind, kind_names(),
                "what draws the encodings to N(0, I): aae, a discriminator (and losses.mmd, if "
                "above 0); vae, losses.kl of a Gaussian encoder; wae, losses.mmd; ae, nothing");
  schema.choice("model.rotation", model.rotation, model::rotation_names(),
                "in which numbers the networks see a joint's rotation: w x y z, or two columns of "
                "its matrix, continuous and of one sign");
  schema.choice("model.skip", model.skip, skip_names(),
                "a linear map beside the hidden layers of encoder and decoder, and where it "
                "starts: at principal components of the training poses, whitened, with rotations "
                "weighted by how far they move the body (lever)");
  schema.key("model.dropout", model.dropout,
             "share of the hidden layers' numbers that encoder and decoder drop in a step",
             config::between(0.0, 0.9));
  schema.key("model.standardise", model.standardise,
             "give the finished model encodings of mean 0 and covariance I over the training poses, "
             "by an exact change of its first and last layers");
  schema.key("model.gaussian", model.gaussian,
             "the encoder gives mean and variance, and training decodes a draw; always so for a "
             "vae");
  schema.key("model.latent", model.latent, "Z, numbers a pose is encoded into",
             config::at_least<std::int64_t>(1));
  schema.key("model.encoder", model.encoder, "widths of the encoder's hidden layers",
             config::layer_sizes());
  schema.key("model.decoder", model.decoder,
             "widths of the decoder's hidden layers; empty: the encoder's, mirrored",
             config::layer_sizes());
  schema.choice("model.activation", model.activation, model::activation_names(),
                "after every hidden layer of encoder and decoder");
  schema.choice("model.latent_activation", model.latent_activation, model::activation_names(),
                "after the encoder's last layer");
  schema.key("model.discriminator", model.discriminator,
             "widths of the discriminator's hidden layers", config::layer_sizes());
  schema.choice("model.discriminator_activation", model.discriminator_activation,
                model::activation_names(), "after every hidden layer of the discriminator");
  schema.key("model.spectral_norm", model.spectral_norm,
             "divide each weight matrix of the discriminator by its largest singular value (torch "
             "engine)");
}

void bind(config::Schema& schema, Config::LossWeights& losses) {
  schema.section("losses", "The loss is the sum of these terms, each times its weight.");
  for (std::size_t i = 0; i < loss_terms().size(); ++i) {
    schema.key("losses." + loss_terms()[i].name, losses.weights[i], loss_terms()[i].comment,
               config::at_least(0.0));
  }
  schema.key("losses.joint_weights", losses.joint_weights,
             "joints that count more or less, name or pattern: weight; the others count 1");
  schema.key("losses.prior_warmup", losses.prior_warmup,
             "epochs over which the weights of what draws to the prior rise from 0",
             config::at_least<std::int64_t>(0));
  schema.key("losses.prior_end", losses.prior_end,
             "what these weights are multiplied by in the last epoch; from the warm-up on they go "
             "there in a straight line",
             config::at_least(0.0));
}

void bind(config::Schema& schema, Config::Training& training) {
  schema.section("training", "How the networks learn.");
  schema.key("training.epochs", training.epochs, "passes over the training poses",
             config::at_least<std::int64_t>(1));
  schema.key("training.batch", training.batch, "B, poses a step",
             config::at_least<std::int64_t>(1));
  schema.key("training.learning_rate", training.learning_rate, "Adam's, for encoder and decoder",
             config::positive<double>());
  schema.key("training.discriminator_learning_rate", training.discriminator_learning_rate,
             "Adam's, for the discriminator", config::positive<double>());
  schema.choice("training.schedule", training.schedule.kind, schedule_names(),
                "how the learning rates change over the epochs");
  schema.key("training.schedule_factor", training.schedule.factor,
             "step: factor of each step; cosine: factor reached at the end",
             config::between(0.0, 1.0));
  schema.key("training.schedule_step", training.schedule.step_epochs, "step: epochs between steps",
             config::at_least<std::int64_t>(1));
  schema.key("training.clip_norm", training.clip_norm,
             "largest L2 norm of a step's gradient; 0: no limit", config::at_least(0.0));
  schema.key("training.label_smoothing", training.label_smoothing,
             "the discriminator is told 1 - this of the prior's samples", config::between(0.0, 0.5));
  schema.key("training.r1", training.r1,
             "weight of the penalty on the discriminator's slope at the prior's samples (torch "
             "engine)",
             config::at_least(0.0));
  schema.key("training.patience", training.patience,
             "stop after this many epochs without a better test loss; 0: never",
             config::at_least<std::int64_t>(0));
  schema.choice("training.test_set", training.test_set, test_set_names(),
                "what the test loss, and so best.h5, is measured on");
  schema.key("training.seed", training.seed,
             "of weights, order and prior samples, and of the split",
             config::at_least<std::int64_t>(0));
  schema.key("training.threads", training.threads, "processor threads; 0: all",
             config::at_least<std::int64_t>(0));
  schema.choice("training.engine", training.engine, engine_names(),
                "what computes a step: fused, loops made for this on the CPU; torch, libtorch, the "
                "reference and the way to a GPU; auto: fused unless there is a GPU to use");
  schema.choice("training.device", training.device, device_names(),
                "where to compute; auto takes a GPU when there is one");
}

void bind(config::Schema& schema, Config::Output& output) {
  schema.section("output", "What a run leaves behind.");
  schema.key("output.dir", output.dir, "the run folder");
  schema.key("output.checkpoint_every", output.checkpoint_every,
             "epochs between saves of best.h5, last.h5 and state.h5",
             config::at_least<std::int64_t>(1));
  schema.key("output.preview_every", output.preview_every,
             "epochs between preview pictures (test poses and their reconstructions); 0: only at "
             "the end",
             config::at_least<std::int64_t>(0));
  schema.key("output.test_every", output.test_every,
             "epochs between tests on the held-out poses, from which best.h5 is chosen; the first "
             "and the last are always tested; 0: as often as costs less than 5 % of the training",
             config::at_least<std::int64_t>(0));
}

}  // namespace

namespace {

/// What measurements chose; docs/METHOD.md has them.
void use_best_method(Config& config) {
  config.data.mirror = true;
  config.model.kind = ModelKind::kWae;
  config.model.skip = SkipStart::kLeverPca;
  config.model.latent = 16;
  config.model.encoder = {512, 512};
  config.model.activation = model::Activation::kSilu;
  config.model.dropout = 0.1;
  config.training.epochs = 15;
  config.training.batch = 256;
  config.training.schedule = {.kind = ScheduleKind::kCosine, .factor = 0.01};
}

}  // namespace

Config::Config(Preset chosen) : preset(chosen) {
  const bool tutorial = preset == Preset::kTutorial;
  data.sign = tutorial ? SignRule::kFile : SignRule::kCanonical;
  data.split = tutorial ? dataset::SplitKind::kFrame : dataset::SplitKind::kAuto;
  model.latent_activation = tutorial ? model::Activation::kRelu : model::Activation::kLinear;
  training.test_set = tutorial ? TestSet::kLastBatch : TestSet::kHeldOut;
  training.learning_rate = tutorial ? 1e-4 : 1e-3;
  training.discriminator_learning_rate = tutorial ? 5e-4 : 1e-3;
  for (const LossTerm& term : loss_terms()) {
    losses.weights.push_back(term.weight(preset));
  }
  if (preset == Preset::kBest) use_best_method(*this);
}

config::Schema Config::schema() {
  config::Schema schema;
  schema.choice(
      "preset", preset, preset_names(),
      "the method: tutorial, to the letter, or corrected; sets the form of every loss and "
      "the defaults below");
  bind(schema, data);
  bind(schema, model);
  bind(schema, losses);
  bind(schema, training);
  bind(schema, output);
  return schema;
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

namespace {

std::string number(double value) { return fmt::format("{}", value); }

/// The tutorial is kept to the letter: what it does not know is refused.
void validate_tutorial(const Config& config) {
  const auto refuse = [](bool broken, const char* key, const std::string& value,
                         const char* only) {
    if (!broken) return;
    throw ConfigError(key, value,
                      fmt::format("{} with preset: tutorial, which is kept to the letter; use "
                                  "preset: corrected or best",
                                  only));
  };
  const auto& model = config.model;
  refuse(model.kind != ModelKind::kAae, "model.kind", config::name_of(model.kind, kind_names()),
         "aae");
  refuse(model.rotation != model::RotationForm::kQuaternion, "model.rotation", "6d", "quaternion");
  refuse(model.skip != SkipStart::kNone, "model.skip", config::name_of(model.skip, skip_names()),
         "none");
  refuse(model.gaussian, "model.gaussian", "true", "false");
  refuse(model.dropout > 0.0, "model.dropout", number(model.dropout), "0");
  refuse(model.standardise, "model.standardise", "true", "false");
  for (std::size_t i = 0; i < loss_terms().size(); ++i) {
    const LossTerm& term = loss_terms()[i];
    const std::string key = "losses." + term.name;
    refuse(term.tutorial == 0.0 && config.losses.weights[i] != 0.0, key.c_str(),
           number(config.losses.weights[i]), "0");
  }
}

/// A kind whose own term has no weight would be another kind.
void validate_kind(const Config& config) {
  const auto needs = [&](ModelKind kind, std::initializer_list<const char*> terms,
                         const char* instead) {
    const auto above = [&](const char* term) {
      return config.losses.weights[term_index(term)] > 0.0;
    };
    if (config.model.kind != kind || std::any_of(terms.begin(), terms.end(), above)) return;
    throw ConfigError(fmt::format("losses.{}", fmt::join(terms, ", losses.")), "0",
                      fmt::format("a weight above 0 with model.kind={}; {}",
                                  config::name_of(kind, kind_names()), instead));
  };
  needs(ModelKind::kAae, {"prior"}, "model.kind=wae does without a discriminator");
  needs(ModelKind::kWae, {"mmd", "sliced"}, "model.kind=ae has no prior");
  needs(ModelKind::kVae, {"kl"}, "model.kind=ae has no prior");
}

void validate_rotation(const Config& config) {
  if (config.model.rotation != model::RotationForm::kSixD) return;
  for (const char* term : {"norm", "quaternion"}) {
    const double weight = config.losses.weights[term_index(term)];
    if (weight == 0.0) continue;
    throw ConfigError(fmt::format("losses.{}", term), number(weight),
                      "0 with model.rotation=6d, whose numbers are no quaternion; losses.rotation "
                      "weighs the angle");
  }
}

void validate_linear_latents(const Config& config) {
  const auto& model = config.model;
  if (!model.standardise || model.latent_activation == model::Activation::kLinear) return;
  throw ConfigError("model.latent_activation",
                    config::name_of(model.latent_activation, model::activation_names()),
                    "linear with model.standardise, which goes into the encoder's last layer");
}

}  // namespace

void Config::validate() const {
  if (preset == Preset::kTutorial) validate_tutorial(*this);
  validate_linear_latents(*this);
  validate_kind(*this);
  validate_rotation(*this);
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
    if (!loss_terms()[i].counts(model.kind)) weights[i] = 0.0;
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
