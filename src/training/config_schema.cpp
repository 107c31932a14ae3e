#include "config_names.hpp"

// Every key with its field, limits, unit and meaning.
namespace poseaae::training {

const config::Names<Preset>& preset_names() {
  static const config::Names<Preset> names{
      {"tutorial", Preset::kTutorial}, {"corrected", Preset::kCorrected}, {"best", Preset::kBest}};
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

namespace {

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
  schema.choice(
      "model.kind", model.kind, kind_names(),
      "what pulls the encodings towards N(0, I): aae, a discriminator (and losses.mmd, if "
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
  schema.key(
      "model.standardise", model.standardise,
      "give the finished model encodings of mean 0 and covariance I over the training poses, "
      "by an exact change of its first and last layers");
  schema.key("model.gaussian", model.gaussian,
             "the encoder gives mean and variance, and training decodes a sample; always so for a "
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
             "epochs over which the weights of the terms that pull towards the prior rise from 0",
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
             "the discriminator is told 1 - this of the prior's samples",
             config::between(0.0, 0.5));
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

}  // namespace poseaae::training
