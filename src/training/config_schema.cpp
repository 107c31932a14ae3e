#include <algorithm>

#include "config_names.hpp"
#include "poseaae/codec/pose_format.hpp"
#include "poseaae/mocap/frame_count.hpp"
#include "poseaae/motion_io/formats.hpp"

// Every key with its field, limits, unit and meaning.
namespace poseaae::training {

const Names<objective::Preset>& preset_names() {
  static const Names<objective::Preset> names{{"tutorial", objective::Preset::kTutorial},
                                              {"corrected", objective::Preset::kCorrected},
                                              {"best", objective::Preset::kBest},
                                              {"motion", objective::Preset::kMotion}};
  return names;
}

const Names<objective::ModelKind>& kind_names() {
  using enum objective::ModelKind;
  static const Names<objective::ModelKind> names{
      {"aae", kAae}, {"vae", kVae}, {"wae", kWae}, {"ae", kAe}};
  return names;
}

const Names<LatentSpace>& space_names() {
  static const Names<LatentSpace> kNames{{"encodings", LatentSpace::kEncodings},
                                         {"normal", LatentSpace::kNormal}};
  return kNames;
}

const Names<SkipStart>& skip_names() {
  static const Names<SkipStart> names{{"none", SkipStart::kNone},
                                      {"random", SkipStart::kRandom},
                                      {"pca", SkipStart::kPca},
                                      {"whitened_pca", SkipStart::kWhitenedPca},
                                      {"lever_pca", SkipStart::kLeverPca},
                                      {"body_pca", SkipStart::kBodyPca}};
  return names;
}

namespace {

/// Beyond what anyone means, and far from where numbers overflow.
constexpr int kMany = 10'000'000;
constexpr double kLarge = 1e9;

const Names<dataset::SplitKind>& split_names() {
  using dataset::SplitKind;
  static const Names<SplitKind> names{{"auto", SplitKind::kAuto},
                                      {"clip", SplitKind::kClip},
                                      {"block", SplitKind::kBlock},
                                      {"frame", SplitKind::kFrame}};
  return names;
}

const Names<SignRule>& sign_names() {
  static const Names<SignRule> names{{"file", SignRule::kFile},
                                     {"continuous", SignRule::kContinuous},
                                     {"canonical", SignRule::kCanonical}};
  return names;
}

const Names<TestSet>& test_set_names() {
  static const Names<TestSet> names{{"held_out", TestSet::kHeldOut},
                                    {"last_batch", TestSet::kLastBatch}};
  return names;
}

const Names<objective::Device>& device_names() {
  static const Names<objective::Device> names{{"auto", objective::Device::kAuto},
                                              {"cpu", objective::Device::kCpu},
                                              {"cuda", objective::Device::kCuda}};
  return names;
}

const Names<objective::EngineKind>& engine_names() {
  static const Names<objective::EngineKind> names{{"auto", objective::EngineKind::kAuto},
                                                  {"torch", objective::EngineKind::kTorch},
                                                  {"fused", objective::EngineKind::kFused}};
  return names;
}

void bind(config::Schema& schema, Config::Data& data) {
  schema.section("data", "The motion to learn from, and how it is prepared.");
  schema.key("data.clips", data.source.clips,
             mocap::clip_kinds() +
                 " files, folders or patterns, each with an optional frame range "
                 "(\"walk.bvh:100:500\"); or one dataset file (.h5)");
  mocap::Unit& unit = data.source.clip.unit;
  schema.text(
      "data.unit", [&unit](const std::string& text) { unit = mocap::Unit::parse(text); },
      [&unit] { return unit.name(); },
      "unit of lengths in the files: mm, cm, dm, m, inch, ft, or metres per unit as a number");
  schema.key(
      "data.fps", data.source.clip.source_fps,
      "frame rate of the files in frames per second, in place of their Frame Time; 0 keeps theirs",
      config::between(0.0, mocap::kMaxFps));
  schema.choice("data.up", data.source.clip.up, mocap::up_names(),
                "axis of the files that is up, which is turned to y; auto: by the way from feet to "
                "head, the rest pose and the floor of each clip");
  schema.key("data.resample_fps", data.source.clip.fps,
             "frame rate to resample to, in frames per second; 0 takes that of the first clip",
             config::between(0.0, mocap::kMaxFps));
  schema.key("data.frames", data.source.range,
             "frames of every clip to use, \"100:500\" (the last excluded); empty: all");
  schema.key("data.strict", data.source.clip.strict, "treat a file with missing rows as an error");
  schema.key("data.remove_joints", data.source.clip.remove_joints,
             "joints to leave out: names or patterns (\"*Finger*\"); the rotation of a joint "
             "passes on to its children");
  schema.key("data.retarget", data.source.clip.retarget,
             "put clips whose joints are others than those of the first on its body, with its "
             "lengths; the model does so with clips that it is given");
  schema.key("data.drop_static", data.source.drop_static, "leave out joints that never rotate");
  schema.choice("data.root_rotation", data.source.clip.root_rotation, mocap::root_rotation_names(),
                "rotation of the root joint: keep, as recorded; face_forward, turned about the "
                "vertical to face forward in every frame; remove, none at all");
  schema.choice(
      "data.sign", data.sign, sign_names(),
      "sign of the quaternions, since q and -q are the same rotation: file, as read; continuous, "
      "without sign flips within a clip; canonical, one sign for one rotation in every clip");
  schema.choice("data.split", data.split.kind, split_names(),
                "what is held out for testing: clip, whole clips; block, blocks of time; frame, "
                "frames at random, whose neighbours are learned (a leak); auto, clip with at least "
                "five groups of clips, otherwise block");
  schema.key("data.test_fraction", data.split.test_fraction, "share of the poses to hold out",
             config::between(0.01, 0.9));
  schema.key("data.block_s", data.split.block_s, "length of a held-out block, seconds",
             config::between(0.001, 1e6));
  schema.key("data.gap_s", data.split.gap_s,
             "gap left out on each side of a held-out block, seconds", config::between(0.0, 1e6));
  schema.key("data.group", data.split.group,
             "clips to hold out together: a regular expression over clip names with one group, "
             "\"(.*)_[0-9]+\"; empty: names that differ only in a take number at the end or a mark "
             "of a mirrored copy");
  schema.key("data.folds", data.split.folds,
             "number of folds of the clips for cross-validation; 0: test_fraction decides",
             config::between(0, 10'000));
  schema.key("data.fold", data.split.fold, "fold to hold out, counted from 0",
             config::between(0, 9'999));
  schema.key(
      "data.label_pattern", data.source.label_pattern,
      "pattern that reads labels from clip names, \"{content}_{style}_{take}\"; empty: none");
  schema.key("data.leave_out", data.split.leave_out,
             "label whose clips are all held out, \"style=old\"; empty: none");
  schema.key("data.split_seed", data.split.seed, "seed of the split; 0 takes training.seed");
  schema.key("data.mirror", data.augmentation.mirror,
             "learn from left-right mirror images too, where the skeleton has them: they make up "
             "half of every batch");
  schema.key("data.turn", data.augmentation.turn,
             "learn from every heading: turn each pose about the vertical at random");
}

void bind(config::Schema& schema, Config::Model& model, objective::EngineOptions& engine) {
  schema.section("model", "The networks.");
  const auto widths = config::each(config::between(1, 16'384));
  schema.choice(
      "model.kind", model.kind, kind_names(),
      "what pulls the encodings towards N(0, I), and poses decoded from it towards recorded ones: "
      "aae, discriminators of either (losses.prior, losses.realism), and distances where these "
      "have a weight; vae, losses.kl of a Gaussian encoder; wae, distances (losses.sliced, "
      "losses.mmd); ae, nothing");
  schema.choice("model.rotation", model.rotation, codec::rotation_names(),
                "features that stand for a joint's rotation in the networks: quaternion, w x y z; "
                "6d, two columns of its matrix, which are continuous and have no sign to choose");
  schema.choice("model.skip", model.skip, skip_names(),
                "linear map beside the hidden layers of encoder and decoder, and where it starts: "
                "none, no such map; random; pca, at the principal components of the training "
                "poses; whitened_pca, at these whitened; lever_pca, at whitened ones of rotations "
                "weighted by how far they move the body; body_pca, at whitened ones in which a "
                "difference counts by how far it moves the joints");
  schema.key("model.components", model.components,
             "number of principal components in the metric of the joints' positions that the "
             "networks see and give instead of features: fixed first and last layers; 0: none",
             config::between(0, 4096));
  schema.key("model.dropout", engine.dropout,
             "share of the hidden units that encoder and decoder drop in each step",
             config::between(0.0, 0.9));
  schema.key("model.standardise", model.standardise,
             "give the finished model encodings of mean 0 and covariance I over the training "
             "poses, by an exact change of its first and last layers");
  schema.choice("model.space", model.space, space_names(),
                "where the finished model's latents are: encodings, what its encoder gives; "
                "normal, where an invertible map, fitted after training and part of the model, "
                "makes these very nearly N(0, I)");
  schema.key("model.gaussian", model.gaussian,
             "let the encoder output a mean and a variance, of which training decodes a sample; "
             "always so for a vae");
  schema.key("model.window", model.window,
             "frames of a window, which a latent stands for with the way of the body and the "
             "contacts of its feet; 0: models of single poses",
             config::between(0, 1024));
  schema.key("model.hop", model.hop,
             "frames from one window of a path to the next, of models of windows",
             config::between(1, 1024));
  schema.key("model.latent", model.latent, "number of latent dimensions, Z",
             config::between(1, 1024));
  schema.key("model.encoder", model.encoder, "widths of the encoder's hidden layers", widths);
  schema.key("model.decoder", model.decoder,
             "widths of the decoder's hidden layers; empty: the encoder's, mirrored", widths);
  schema.choice("model.activation", model.activation, nn::activation_names(),
                "activation after every hidden layer of encoder and decoder");
  schema.choice("model.latent_activation", model.latent_activation, nn::activation_names(),
                "activation after the encoder's last layer");
  schema.key("model.discriminator", model.discriminator,
             "widths of the hidden layers of the discriminator of encodings (losses.prior)",
             widths);
  schema.key("model.pose_discriminator", model.pose_discriminator,
             "widths of those of the discriminator of generated poses (losses.realism)", widths);
  schema.choice("model.discriminator_activation", model.discriminator_activation,
                nn::activation_names(),
                "activation after every hidden layer of the discriminators");
  schema.key("model.spectral_norm", engine.discriminator.spectral_norm,
             "divide each weight matrix of the discriminators by its largest singular value (torch "
             "engine)");
}

void bind(config::Schema& schema, Config::LossWeights& losses) {
  schema.section("losses", "The loss is the sum of these terms, each multiplied by its weight.");
  for (std::size_t i = 0; i < objective::loss_terms().size(); ++i) {
    schema.key("losses." + objective::loss_terms()[i].name, losses.weights[i],
               objective::loss_terms()[i].comment, config::between(0.0, kLarge));
  }
  const auto limit = config::between(0.0, kLarge);
  const config::Limit<std::map<std::string, double>> joint_limits{
      "each " + limit.text, [holds = limit.holds](const auto& joints) {
        return std::ranges::all_of(joints, [&](const auto& joint) { return holds(joint.second); });
      }};
  schema.key("losses.joint_weights", losses.joint_weights,
             "weights of single joints, as name or pattern: weight; all others have weight 1",
             joint_limits);
  schema.key("losses.prior_warmup", losses.prior_warmup,
             "number of epochs over which the weights of the terms that pull towards the prior "
             "rise from 0",
             config::between(0, kMany));
  schema.key("losses.prior_end", losses.prior_end,
             "factor on these weights in the last epoch; they change linearly from the end of the "
             "warm-up on",
             config::between(0.0, kLarge));
}

void bind(config::Schema& schema, Config::Training& training, objective::EngineOptions& engine) {
  schema.section("training", "How the networks learn.");
  schema.key("training.epochs", training.epochs, "number of passes over the training poses",
             config::between(1, kMany));
  schema.key("training.batch", training.batch, "batch size B, poses per step",
             config::between(1, 1'000'000));
  schema.key("training.learning_rate", training.learning_rate,
             "Adam's learning rate for encoder and decoder", config::between(1e-12, 1000.0));
  schema.key("training.discriminator_learning_rate", training.discriminator_learning_rate,
             "Adam's learning rate for the discriminators", config::between(1e-12, 1000.0));
  schema.choice("training.schedule", training.schedule.kind, schedule_names(),
                "course of the learning rates over the epochs");
  schema.key("training.schedule_factor", training.schedule.factor,
             "step: factor applied at each step; cosine: factor reached at the end",
             config::between(0.0, 1.0));
  schema.key("training.schedule_step", training.schedule.step_epochs,
             "step: number of epochs between steps", config::between(1, kMany));
  schema.key("training.clip_norm", engine.optimiser.clip_norm,
             "largest L2 norm of a step's gradient; longer ones are scaled down; 0: no limit",
             config::between(0.0, kLarge));
  schema.key(
      "training.label_smoothing", engine.discriminator.label_smoothing,
      "label smoothing s: a discriminator's target for samples of the prior, or for recorded "
      "poses, is 1 - s",
      config::between(0.0, 0.5));
  schema.key(
      "training.r1", engine.discriminator.r1,
      "weight of the R1 penalty on a discriminator's gradient at samples of the prior, or at "
      "recorded poses (torch engine)",
      config::between(0.0, kLarge));
  schema.key("training.patience", training.patience,
             "number of epochs without a better test loss after which training stops; 0: never",
             config::between(0, kMany));
  schema.choice("training.test_set", training.test_set, test_set_names(),
                "poses that the test loss, and so the choice of best.safetensors, is measured on");
  schema.key("training.seed", training.seed,
             "seed of the weights, the order of the poses, the prior samples and the split");
  schema.key("training.threads", engine.threads, "number of processor threads; 0 uses all cores",
             config::between(0, 1024));
  schema.choice(
      "training.engine", engine.kind, engine_names(),
      "what computes a step: fused, this project's own loops on the CPU; torch, libtorch, the "
      "reference and the way to a GPU; auto, fused unless there is a GPU to use");
  schema.choice("training.device", engine.device, device_names(),
                "where to compute; auto uses a GPU if there is one");
}

void bind(config::Schema& schema, Config::Output& output) {
  schema.section("output", "The files that a run writes.");
  schema.name("output.dir", output.dir, "run folder");
  schema.key("output.checkpoint_every", output.checkpoint_every,
             "number of epochs between saves of best.safetensors, last.safetensors and state.h5",
             config::between(1, kMany));
  schema.key("output.checkpoint_s", output.checkpoint_s,
             "seconds after which they are saved at the latest, within an epoch too",
             config::between(0.001, 3600.0));
  schema.key("output.preview_every", output.preview_every,
             "number of epochs between preview pictures (test poses and their reconstructions); 0: "
             "only at the end",
             config::between(0, kMany));
  schema.key(
      "output.test_every", output.test_every,
      "number of epochs between tests on the held-out poses, by which best.safetensors is chosen; "
      "the first and the last epoch are always tested; 0: as often as possible within 5 % "
      "of the training time",
      config::between(0, kMany));
  schema.key("output.tensorboard", output.tensorboard,
             "write event files for TensorBoard into the run folder: the history after each epoch; "
             "with each preview its picture, and histograms of the held-out encodings");
}

}  // namespace

config::Schema Config::schema() {
  config::Schema schema;
  schema.choice(
      "preset", preset, preset_names(),
      "method: tutorial, exactly as in the tutorial; corrected, with its errors fixed; best, the "
      "settings that measured best; motion, windows of time that travel; sets the form of every "
      "loss and the defaults below");
  bind(schema, data);
  bind(schema, model, engine);
  bind(schema, losses);
  bind(schema, training, engine);
  bind(schema, output);
  return schema;
}

}  // namespace poseaae::training
