#include "poseaae/training/session.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

#include "config_names.hpp"
#include "initial_networks.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/parallel.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/dataset/repeats.hpp"
#include "poseaae/dataset/windows.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/io/yaml_json.hpp"
#include "poseaae/math/quaternion.hpp"
#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/retarget/character.hpp"
#include "poseaae/training/body_components.hpp"
#include "standardise.hpp"

namespace poseaae::training {

namespace {

std::span<float> flat(Batch& poses) {
  return {poses.data(), static_cast<std::size_t>(poses.size())};
}

void make_clips_continuous(dataset::PoseDataset& data) {
  const auto joints = static_cast<std::size_t>(data.skeleton.joints());
  for (const auto& clip : data.clips) {
    const auto row = static_cast<std::size_t>(data.pose_dim());
    math::make_continuous_wxyz(flat(data.poses)
                                   .subspan(static_cast<std::size_t>(clip.first) * row,
                                            static_cast<std::size_t>(clip.frames) * row),
                               joints);
  }
}

/// What stands above the body, where the skeleton tells it from limbs.
struct Places {
  int body = 0;             ///< the joint that carries the body
  std::vector<int> joints;  ///< those above it, and what else hangs there
};

Places places_of(const mocap::Skeleton& skeleton, const BatchRows& poses) {
  const mocap::Anatomy anatomy = mocap::anatomy_of(skeleton);
  Places places;
  if (anatomy.part[0] != mocap::Part::kPlace) return places;
  places.body = body_of(skeleton, poses);
  for (int j = 0; places.body > 0 && j < skeleton.joints(); ++j) {
    if (anatomy.part[j] == mocap::Part::kPlace && j != places.body) places.joints.push_back(j);
  }
  return places;
}

std::vector<double> joint_weights(const Config& config, const mocap::Skeleton& skeleton,
                                  const Places& places) {
  if (config.losses.joint_weights.empty() && places.joints.empty()) return {};
  std::vector<double> weights(skeleton.names().size(), 1.0);
  for (const auto& [pattern, weight] : config.losses.joint_weights) {
    bool matched = false;
    for (int j = 0; j < skeleton.joints(); ++j) {
      if (!mocap::matches_joint(skeleton.name(j), pattern)) continue;
      weights[j] = weight;
      matched = true;
    }
    if (!matched || weight < 0.0) {
      const std::string nearest = nearest_word(pattern, skeleton.names());
      throw ConfigError("losses.joint_weights", fmt::format("{}: {}", pattern, weight),
                        fmt::format("a joint of this skeleton and a weight of at least 0{}",
                                    nearest.empty() ? "" : "; did you mean '" + nearest + "'?"));
    }
  }
  for (const int j : places.joints) weights[j] = 0.0;
  const double mean =
      std::accumulate(weights.begin(), weights.end(), 0.0) / static_cast<double>(weights.size());
  if (mean <= 0.0)
    throw ConfigError("losses.joint_weights", "all 0", "at least one weight above 0");
  for (double& weight : weights) weight /= mean;
  return weights;
}

std::map<std::string, std::string> provenance_of(const Session& session,
                                                 const std::string& engine) {
  std::map<std::string, std::string> facts;
  facts["seed"] = fmt::format("{}", session.config.training.seed);
  facts["engine"] = engine;
  facts["train_poses"] = fmt::format("{}", session.split.train.size());
  facts["test_poses"] = fmt::format("{}", session.split.test.size());
  std::string files;
  for (const auto& clip : session.data.clips) {
    files += fmt::format("{} sha256:{}", clip.source, clip.sha256);
    if (clip.up != mocap::Up::kY) files += " up:" + name_of(clip.up, mocap::up_names());
    files += '\n';
  }
  facts["data_files"] = files;
  return facts;
}

/// Networks learn few poses by heart, and few encodings do not tell where the others are.
void check_few(Session& session) {
  const int latents = session.config.model.latent;
  const Eigen::Index expected = codec::encodings_wanted(latents);
  if (std::ssize(session.split.train) >= expected) return;
  if (session.config.model.space == LatentSpace::kNormal) {
    throw ConfigError("model.space", name_of(LatentSpace::kNormal, space_names()),
                      fmt::format("encodings with fewer than {} training poses or windows for {} "
                                  "latents, found {}; use it, or more clips",
                                  expected, latents, session.split.train.size()));
  }
  session.warnings.push_back(fmt::format(
      "training: {} {} are few for {} latents, expected at least {}; those held out may "
      "come back far from what they were; use longer or more clips, or a smaller "
      "model.latent",
      session.split.train.size(), session.format.window() ? "windows" : "poses", latents,
      expected));
}

/// Of what somebody set: a preset's own weights are for other kinds too.
void warn_of_unused_weights(Session& session) {
  const Config& config = session.config;
  for (std::size_t i = 0; i < objective::loss_terms().size(); ++i) {
    const objective::LossTerm& term = objective::loss_terms()[i];
    const double weight = config.losses.weights[i];
    if (weight == 0.0 || term.counts(config.model.kind) || weight == term.weight(config.preset)) {
      continue;
    }
    std::vector<std::string> kinds;
    for (const objective::ModelKind kind : term.kinds) kinds.push_back(name_of(kind, kind_names()));
    session.warnings.push_back(fmt::format(
        "losses.{}: {:g} has no effect with model.kind={}; expected model.kind={}", term.name,
        weight, name_of(config.model.kind, kind_names()), fmt::join(kinds, " or ")));
  }
}

void add_augmentation(Session& session) {
  const AugmentationOptions& options = session.config.data.augmentation;
  if (!options.mirror && !options.turn) return;
  if (options.turn && session.data.clip_options.root_rotation != mocap::RootRotation::kKeep) {
    throw ConfigError("data.turn", "true",
                      "false when data.root_rotation removes headings, or root_rotation=keep");
  }
  session.augmentation.emplace(session.format, session.train_frames(), options);
  if (std::string odd = session.augmentation->warning(); !odd.empty()) {
    session.warnings.push_back(std::move(odd));
  }
  if (!options.turn && !session.augmentation->mirrors()) session.augmentation.reset();
}

/// The joint of each contact of a format's rows.
std::vector<int> contact_joints(const codec::PoseFormat& format) {
  std::vector<int> joints;
  if (!format.window()) return joints;
  for (const footing::Foot& foot : footing::feet_of(format.skeleton())) {
    for (const footing::SolePoint& point : foot.sole) joints.push_back(point.joint);
  }
  return joints;
}

}  // namespace

objective::EngineSetup Session::engine_setup() const {
  const bool tutorial = config.preset == objective::Preset::kTutorial;
  const Places places = places_of(data.skeleton, train_frames());
  const int body = format.window() ? format.window()->body : places.body;
  objective::EngineSetup setup{
      .skeleton = data.skeleton,
      .initial = initial_networks(config, format, body, [this] { return sample(); }),
      .objective = {.form = tutorial ? objective::LossForm::tutorial() : objective::LossForm{},
                    .weights = config.effective_weights(),
                    .joint_weights = joint_weights(config, data.skeleton, places),
                    .frame_weights = frame_weights(format),
                    .file_unit_m = data.clip_options.unit.metres,
                    .rotation = format.form(),
                    .body = body,
                    .contact_joints = contact_joints(format)},
      .options = config.engine,
      .rows = format.shape()};
  for (const int j : places.joints) {
    if (turns(train_frames(), j)) continue;  // such as a camera
    hold_still(setup.initial.decoder, format, j, rows({&split.train.front(), 1}).copy());
  }
  if (!setup.initial.pose_discriminator.layers().empty()) {
    see_standardised_positions(setup, sample());
  }
  setup.options.threads = thread_count(setup.options.threads);
  return setup;
}

Batch Session::sample() const {
  const Eigen::Index enough = format.window() ? 3'000 : 25'000;
  std::vector<int> rows = spread_over(std::ssize(split.train), enough);
  for (int& row : rows) row = split.train[static_cast<std::size_t>(row)];
  Batch some = this->rows(rows).copy();
  return augmentation ? augmentation->with_mirror_images(some) : some;
}

std::string Session::data_hash() const {
  Sha256 hash;
  const BatchRows poses = train();
  for (std::size_t i = 0; i < split.train.size(); ++i) {
    hash.update(std::as_bytes(std::span(poses[i], static_cast<std::size_t>(poses.stride()))));
  }
  return hash.hex_digest();
}

codec::Followers Session::followers() const {
  const auto clip_at = [&](int row) {
    return std::ranges::upper_bound(data.clips, row, {}, &dataset::Clip::first) -
           data.clips.begin();
  };
  codec::Followers found;
  for (std::size_t i = 0, k = 0; i < split.train.size(); ++i) {
    const int wanted = split.train[i] + format.hop();
    while (k < split.train.size() && split.train[k] < wanted) ++k;
    if (k == split.train.size() || split.train[k] != wanted) continue;
    if (clip_at(wanted) != clip_at(split.train[i])) continue;
    found.rows.push_back(static_cast<Eigen::Index>(i));
    found.next.push_back(static_cast<Eigen::Index>(k));
  }
  return found;
}

codec::PoseAutoencoder Session::make_model(objective::Networks networks, Batch train_latents,
                                           const std::string& engine_description,
                                           LatentSpace space) const {
  if (config.model.standardise) standardise(networks, train_latents);
  codec::LatentFlow map;
  if (space == LatentSpace::kNormal) {
    map = codec::fit_flow(codec::fit_mixture(train_latents).mixture, train_latents);
    train_latents = codec::FlowMap(map).to_normal(train_latents);
  }
  return codec::PoseAutoencoder(
      {.format = format,
       .encoder = std::move(networks.encoder),
       .decoder = std::move(networks.decoder),
       .latent = format.window() ? codec::LatentStatistics::of_windows(train_latents, followers())
                                 : codec::LatentStatistics::with_mixture(train_latents),
       .space = std::move(map),
       .clip_options = data.clip_options,
       .fps = data.fps,
       .config = yaml::as_json(config.print()),
       .provenance = provenance_of(*this, engine_description)});
}

namespace {

/// A skip that starts at principal components has one for each latent.
void require_components(const Config& config, const codec::PoseFormat& format) {
  const Config::Model& model = config.model;
  if (model.skip == SkipStart::kNone || model.skip == SkipStart::kRandom) return;
  const bool chosen = model.components != Config(config.preset).model.components;
  const bool many = chosen && model.components > model.latent;
  const int found = many ? model.components : model.latent;
  if (found <= format.features()) return;
  const std::string key = many ? "model.components" : "model.latent";
  throw ConfigError(
      key, fmt::format("{}", found),
      fmt::format("at most {0} with model.skip={1}, since a {5} of this skeleton ({2} joint{3}) "
                  "has {0} features; use {4}={0} or less, or model.skip=none",
                  format.features(), name_of(model.skip, skip_names()), format.skeleton().joints(),
                  format.skeleton().joints() == 1 ? "" : "s", key,
                  format.window() ? "window" : "pose"));
}

/// What a row is that this configuration learns from.
codec::PoseFormat format_of(const Config& config, const dataset::PoseDataset& data,
                            const dataset::Split& split) {
  if (config.model.window < 2) return codec::PoseFormat(data.skeleton, config.model.rotation);
  const codec::Window window{.frames = config.model.window,
                             .hop = config.model.hop,
                             .body = body_of(data.skeleton, {data.poses, split.train}),
                             .fps = data.fps};
  return codec::PoseFormat(data.skeleton, config.model.rotation, {}, window);
}

/// Replaces poses by windows: at every frame to learn from, every hop to test with.
void make_windows(Session& session) {
  const codec::Window& window = *session.format.window();
  session.window_frames = dataset::frames_of(session.data, session.format);
  const auto starts = [&](const std::vector<int>& rows, int step, const char* what) {
    auto found = dataset::window_starts(session.data, rows, window.frames, step);
    if (!found.empty()) return found;
    throw ConfigError("model.window", fmt::format("{}", window.frames),
                      fmt::format("at most the frames of the longest stretch of poses for {}; use "
                                  "a shorter window, longer clips, or another data.split",
                                  what));
  };
  constexpr double kShort_s = 0.5;
  constexpr double kLong_s = 4.0;
  if (const double seconds = window.frames / window.fps; seconds < kShort_s || seconds > kLong_s) {
    session.warnings.push_back(fmt::format(
        "model.window: {} frames are {:.2f} s at {:g} frames per second, expected about "
        "1 s; set data.resample_fps=30, or another window",
        window.frames, seconds, window.fps));
  }
  session.split.train = starts(session.split.train, 1, "training");
  session.split.test = starts(session.split.test, window.hop, "testing");
}

}  // namespace

Session prepare(const Config& config) {
  config.validate();
  dataset::PoseDataset data = dataset::gather(config.data.source);
  std::vector<std::string> warnings = std::move(data.warnings);
  dataset::SplitOptions held_out = config.data.split;
  if (held_out.seed == 0) held_out.seed = config.training.seed;
  dataset::Split split = dataset::split(data, held_out);
  for (std::string& repeated : dataset::repeated_clips(data, split)) {
    warnings.push_back(std::move(repeated));
  }
  if (config.data.sign == SignRule::kContinuous) make_clips_continuous(data);
  codec::PoseFormat format = format_of(config, data, split);
  require_components(config, format);
  Session session{.config = config,
                  .data = std::move(data),
                  .split = std::move(split),
                  .format = std::move(format),
                  .warnings = std::move(warnings)};
  if (session.format.window()) make_windows(session);
  if (config.data.sign == SignRule::kCanonical) {
    session.format = dataset::with_mean(session.format, session.train_frames());
    session.format.align(session.format.window() ? session.window_frames : session.data.poses);
  }
  check_few(session);
  warn_of_unused_weights(session);
  add_augmentation(session);
  return session;
}

Session prepare(const Config& config, const codec::PoseAutoencoder& model) {
  Config wanted = config;
  wanted.data.source.like = model.skeleton();
  if (wanted.data.source.clip.retarget) {
    wanted.data.source.like_pose =
        retarget::character_of(model.skeleton(), model.format().reference()).pose;
  }
  Session session = prepare(wanted);
  if (session.format.width() != model.pose_dim()) {
    throw UsageError(
        fmt::format("data.clips: expected rows of {} numbers, as the model has, found {}; use "
                    "clips with the model's skeleton, and model.window as it was trained with",
                    model.pose_dim(), session.format.width()));
  }
  return session;
}

}  // namespace poseaae::training
