#include "poseaae/session/open_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <string_view>
#include <utility>

#include "poseaae/base/decimal.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/codec/model_file.hpp"
#include "poseaae/io/checksum.hpp"
#include "poseaae/latent/attribute_file.hpp"
#include "poseaae/latent/decode.hpp"
#include "poseaae/latent/detail.hpp"
#include "poseaae/latent/likely.hpp"
#include "poseaae/latent/retime.hpp"
#include "poseaae/latent/smoothing.hpp"
#include "poseaae/latent/strides.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/model/origin.hpp"
#include "poseaae/motion_io/load_clip.hpp"
#include "poseaae/retarget/character.hpp"

namespace poseaae::session {

namespace {

constexpr std::string_view kSample = "sample:";
constexpr std::string_view kMean = "mean";

Random seeded(std::string_view text) {
  const auto seed = parse_number<std::uint64_t>(text);
  if (!seed) {
    throw UsageError(
        fmt::format("sample: expected a seed, as in sample:7, found '{}{}'", kSample, text));
  }
  return Random(*seed);
}

/// A run's folder is easily taken for its model.
codec::PoseAutoencoder load(const std::filesystem::path& file) {
  std::error_code ignored;
  if (const auto best = file / "best.safetensors";
      std::filesystem::is_regular_file(best, ignored)) {
    throw InputError(fmt::format("{}: expected a model, found a folder; did you mean {}?",
                                 file.string(), best.string()));
  }
  return codec::load_model(file);
}

/// Where a spread has no effect, or one against what is asked for.
template <typename Kind>
void warn_of_vain_spread(const OpenModel& model, const Kind& kind, double spread, bool from_start,
                         bool keep_likely) {
  if (spread != 1.0 && from_start && kind.keeps_distance) {
    model.warn(fmt::format(
        "spread: found {:g}, which has no effect on {} from a given start: every pose is as far "
        "from the mean pose as the start is; leave out the spread, or the start",
        spread, kind.name));
  } else if (spread > 1.0 && keep_likely) {
    model.warn(fmt::format(
        "spread: found {:g}, which takes poses that are to be kept likely beyond those that the "
        "model learned from; use at most 1, or do not keep them likely",
        spread));
  }
}

/// A loop with its first frame once more at the end.
mocap::Motion with_first_again(const mocap::Motion& loop) {
  mocap::Motion round(loop.skeleton(), loop.fps(), loop.frames() + 1);
  for (int t = 0; t < round.frames(); ++t) {
    const int from = t % loop.frames();
    round.set_root_position(t, loop.root_position(from));
    for (int j = 0; j < loop.joints(); ++j) round.set_rotation(t, j, loop.rotation(from, j));
  }
  return mocap::make_continuous(std::move(round));
}

/// Of a loop, the step over the seam is as long as any other at the new rate too.
mocap::Motion at_rate(const mocap::Motion& motion, double fps, bool loops) {
  if (!loops) return mocap::resample(motion, fps);
  const mocap::Motion round = mocap::resample(with_first_again(motion), fps);
  return round.slice(0, std::max(1, round.frames() - 1));
}

/// As many frames as the dancer asks for, at its frame rate.
footing::Planted shown(footing::Planted planted, const Dancer& dancer) {
  mocap::Motion& motion = planted.motion;
  if (dancer.frames && *dancer.frames < motion.frames()) motion = motion.slice(0, *dancer.frames);
  if (dancer.fps) motion = at_rate(motion, *dancer.fps, dancer.loops);
  return planted;
}

/// Frames of windows without what is faster than `hertz`; of a loop over its seam too.
Batch calm(const Batch& frames, double hertz, double fps, const codec::PoseFormat& format,
           bool loops) {
  Batch rows = loops ? Batch(frames.replicate(3, 1)) : frames;
  const Eigen::Index rotations = format.shape().rotations();
  Batch turns = rows.leftCols(rotations);
  math::make_continuous_wxyz<float>({turns.data(), static_cast<std::size_t>(turns.size())},
                                    static_cast<std::size_t>(format.skeleton().joints()));
  rows.leftCols(rotations) = turns;
  rows = latent::smooth(rows, latent::lambda_for_cutoff(hertz, fps));
  turns = rows.leftCols(rotations);
  math::normalise_wxyz(std::span<float>(turns.data(), static_cast<std::size_t>(turns.size())));
  rows.leftCols(rotations) = turns;
  return loops ? Batch(rows.middleRows(frames.rows(), frames.rows())) : rows;
}

}  // namespace

bool is_named_pose(const std::string& name) { return name == kMean || name.starts_with(kSample); }

OpenModel::OpenModel(std::filesystem::path file, Warn warn)
    : file_(std::move(file)),
      warn_(warn ? std::move(warn) : [](const std::string&) {}),
      codec_(load(file_)),
      clip_options_(codec_.data().clip_options),
      sampling_(latent::usual_sampling(codec_.latent())),
      draw_(latent::draw_of(codec_.latent(), sampling_)) {
  if (const auto& flow = codec_.latent().flow; !flow.empty()) flow_.emplace(flow);
}

const latent::LatentGaussian& OpenModel::space() {
  if (!space_) space_.emplace(codec_.latent());
  return *space_;
}

std::string OpenModel::usual_walk() {
  return space().steps().size() > 0 ? "steps" : latent::WalkOptions{}.kind;
}

std::string OpenModel::usual_loop() {
  return space().steps().size() > 0 ? "steps" : latent::LoopOptions{}.kind;
}

void OpenModel::set_sampling(latent::Sampling sampling) {
  draw_ = latent::draw_of(codec_.latent(), sampling);
  sampling_ = sampling;
  chosen_sampling_ = sampling;
}

Eigen::VectorXf OpenModel::sample(Random& random) const { return draw_(random).cast<float>(); }

latent::Draw OpenModel::law_of_starts() const {
  return sampling_ == latent::Sampling::kPrior ? latent::Draw{} : draw_;
}

latent::LatentPath OpenModel::walk(const std::optional<Eigen::VectorXf>& start,
                                   const latent::WalkOptions& options, bool keep_likely) {
  const auto& kind = latent::find_walk_kind(options.kind);
  warn_of_vain_spread(*this, kind, options.spread, start.has_value(), keep_likely);
  if (!keep_likely) return latent::walk(space(), start, options, fps(), law_of_starts());
  return latent::likely_walk(latent::flow_of(codec_.latent(), "keep likely"), start, options, fps(),
                             latent::joint_positions(codec_));
}

latent::LatentPath OpenModel::loop(const std::optional<Eigen::VectorXf>& start,
                                   const latent::LoopOptions& options, bool keep_likely) {
  const auto& kind = latent::find_loop_kind(options.kind);
  warn_of_vain_spread(*this, kind, options.spread, start.has_value(), keep_likely);
  const auto speed = latent::joint_positions(codec_);
  if (!keep_likely) return latent::loop(space(), start, options, fps(), speed, law_of_starts());
  return latent::likely_loop(latent::flow_of(codec_.latent(), "keep likely"), start, options, fps(),
                             speed);
}

mocap::Clip OpenModel::clip(const mocap::ClipReference& clip) const {
  return this->clip(clip, clip_options_);
}

mocap::Clip OpenModel::clip(const mocap::ClipReference& clip,
                            const mocap::ClipOptions& options) const {
  mocap::Standard standard{codec_.skeleton(), "the model"};
  if (options.retarget) {
    standard.pose = retarget::character_of(codec_.skeleton(), codec_.format().reference()).pose;
  }
  mocap::Clip opened = mocap::load_clip(clip, options, {}, &standard);
  for (const auto& line : std::exchange(opened.warnings, {})) warn(line);
  return opened;
}

void OpenModel::warn_if_short(const mocap::Clip& clip) const {
  const int window = codec_.format().shape().frames;
  const int frames = clip.motion.frames();
  if (frames >= window) return;
  warn(
      fmt::format("{}: has {} frames, a window of the model {}; beyond its end, the dancer stands "
                  "still",
                  clip.name, frames, window));
}

latent::LatentPath OpenModel::encode(const mocap::Clip& clip) const {
  const codec::PoseFormat& format = codec_.format();
  const int frames = clip.motion.frames();
  warn_if_short(clip);
  if (const int covered = format.frames_inside(frames); covered < frames) {
    warn(
        fmt::format("{}: windows of {} frames, one every {}, cover the first {} frames of {}; what "
                    "is behind them is left out",
                    clip.name, format.shape().frames, format.hop(), covered, frames));
  }
  return latent::encode(codec_, clip);
}

latent::LatentPath OpenModel::follow(const mocap::Clip& clip) const {
  warn_if_short(clip);
  return latent::follow(codec_, clip);
}

/// A single frame, which stands for the window that begins there.
mocap::Clip OpenModel::moment(mocap::ClipReference reference) const {
  if (!windowed()) return clip(reference);
  reference.last = -1;
  mocap::Clip opened = clip(reference);
  const int frames = std::min(opened.motion.frames(), codec_.format().shape().frames);
  opened.motion = opened.motion.slice(0, frames);
  return opened;
}

const latent::LatentPath& OpenModel::path(const std::string& name) {
  if (const auto known = paths_.find(name); known != paths_.end()) return known->second;
  const auto reference = mocap::ClipReference::parse(name);
  const bool single = reference.last == reference.first + 1;
  latent::LatentPath path =
      single ? latent::encode(codec_, moment(reference)) : follow(clip(reference));
  if (path.fps != fps()) path = latent::upsample(path, fps());
  return paths_.emplace(name, latent::with_strides(codec_, path)).first->second;
}

void OpenModel::complete_roots(const std::vector<latent::LatentPath*>& paths) const {
  const auto has_root = [](const latent::LatentPath* path) { return path->root.has_value(); };
  if (std::ranges::none_of(paths, has_root)) return;
  for (latent::LatentPath* path : paths) {
    if (!path->root)
      path->root =
          footing::root_path_of(latent::decode(codec_, *path, {.plant = latent::Plant::kRoot}));
  }
}

Eigen::VectorXf OpenModel::first_pose(const std::string& name) const {
  auto reference = mocap::ClipReference::parse(name);
  reference.last = reference.first + 1;
  return latent::encode(codec_, moment(reference).motion).points.row(0).transpose();
}

Eigen::VectorXf OpenModel::pose(const std::string& name) {
  if (name == kMean) return space().mean().cast<float>();
  if (name.starts_with(kSample)) {
    Random random = seeded(std::string_view(name).substr(kSample.size()));
    return sample(random);
  }
  const latent::LatentPath& found = path(name);
  if (found.frames() != 1) {
    throw UsageError(fmt::format(
        "pose: expected one frame of a clip (dance.bvh:100), sample:SEED or mean, found '{}', "
        "which has {} frames",
        name, found.frames()));
  }
  return found.points.row(0).transpose();
}

bool OpenModel::goes_by(const std::string& sha256) const {
  return model::goes_by(sha256, codec_, file_);
}

void OpenModel::use_attributes(const std::filesystem::path& file) {
  latent::AttributeSet set = latent::load_attributes(file);
  if (!goes_by(set.model_sha256)) {
    throw ModelError(fmt::format(
        "{}: expected attributes of {} (SHA-256 {:.12}), found those of {} ({:.12}); directions "
        "have no meaning in another model, so learn them again with pose_style learn",
        file.string(), file_.string(), sha256_of_file(file_), set.model, set.model_sha256));
  }
  attributes_ = std::move(set);
}

const latent::AttributeSet& OpenModel::attributes() {
  if (!attributes_) {
    auto usual = latent::attributes_beside(file_);
    auto older = usual;
    older.replace_extension(".h5");
    if (!std::filesystem::exists(usual) && std::filesystem::exists(older)) {
      use_attributes(older);  // which says what to do with it
    } else if (!std::filesystem::exists(usual)) {
      throw InputError(
          fmt::format("attributes: expected an attribute file (attributes: FILE in a path file, "
                      "--attributes FILE, or {}), found none; pose_style learn writes one",
                      usual.string()));
    }
    use_attributes(usual);
  }
  return *attributes_;
}

latent::Direction OpenModel::direction(const std::string& text) {
  constexpr std::string_view kAttribute = "attribute:";
  if (!text.starts_with(kAttribute)) return latent::parse_direction(text, codec_.latent());
  return {attributes().find(text.substr(kAttribute.size())).vector, latent::DirectionScale::kWhole};
}

footing::Planted OpenModel::dance(const Dancer& dancer, std::optional<latent::Plant> plant) const {
  latent::DecodeOptions options{.loops = dancer.loops, .travel = dancer.travel};
  if (dancer.detail) options.plant = latent::Plant::kRoot;
  options.plant = plant.value_or(options.plant);
  if (dancer.apart && windowed()) {
    const codec::PoseFormat single(codec_.skeleton());
    return latent::set_down(codec_,
                            mocap::make_continuous(single.motion_of(
                                codec_.decode_poses(dancer.path.points), dancer.path.fps)),
                            {}, {.plant = options.plant, .travel = latent::Travel::kNone});
  }
  if (windowed()) {
    const codec::PoseFormat& format = codec_.format();
    Batch frames = latent::decode_frames(codec_, dancer.path, dancer.loops);
    if (dancer.detail) frames = latent::add_detail(std::move(frames), *dancer.detail, format);
    if (dancer.smooth_hz) {
      frames = calm(frames, *dancer.smooth_hz, motion_fps(), format, dancer.loops);
    }
    options.by_feet = dancer.path.by_feet;
    return shown(latent::dance_frames(codec_, frames, dancer.path.fps * format.hop(), options),
                 dancer);
  }
  auto motion = latent::decode(codec_, dancer.path, {.plant = latent::Plant::kOff});
  if (dancer.detail) {
    motion = mocap::make_continuous(latent::add_detail(std::move(motion), *dancer.detail));
  }
  latent::LatentPath path = dancer.path;
  if (dancer.detail) path.strides.reset();  // detail is for the clip's own poses, and its own way
  return latent::set_down(codec_, std::move(motion), path, options);
}

mocap::Motion OpenModel::decode(const Dancer& dancer, std::optional<latent::Plant> plant) const {
  return dance(dancer, plant).motion;
}

latent::Encodings OpenModel::encodings() const {
  return {.path = {},
          .clips = {},
          .clip = {},
          .frame = {},
          .model = file_.string(),
          .model_sha256 = sha256_of_file(file_)};
}

latent::Encodings OpenModel::encodings(const std::vector<Dancer>& dancers) const {
  latent::Encodings all = encodings();
  for (const Dancer& dancer : dancers) {
    const latent::LatentPath path = latent::every_hop(dancer.path);
    std::vector<int> frames(static_cast<std::size_t>(path.frames()));
    std::iota(frames.begin(), frames.end(), 0);
    all.append(dancer.name, path, frames);
  }
  return all;
}

}  // namespace poseaae::session
