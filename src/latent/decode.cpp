#include "poseaae/latent/decode.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "poseaae/base/error.hpp"
#include "poseaae/footing/closing.hpp"
#include "poseaae/footing/standing.hpp"
#include "poseaae/footing/travel.hpp"
#include "poseaae/latent/strides.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/kinematics.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::latent {

const Names<Plant>& plant_names() {
  static const Names<Plant> names{{"ik", Plant::kIk}, {"root", Plant::kRoot}, {"off", Plant::kOff}};
  return names;
}

LatentPath encode(const codec::PoseAutoencoder& model, const mocap::Motion& motion) {
  const codec::PoseFormat& format = model.format();
  const Batch frames = format.frames_of(motion);
  const Eigen::Index covered = format.frames_inside(static_cast<int>(frames.rows()));
  return {model.encode(format.rows_of_frames(frames.topRows(covered))),
          motion.fps() / format.hop()};
}

LatentPath follow(const codec::PoseAutoencoder& model, const mocap::Motion& motion) {
  const codec::PoseFormat& format = model.format();
  LatentPath path{model.encode(format.rows_to_end(format.frames_of(motion))),
                  motion.fps() / format.hop()};
  if (format.frames_for(path.frames()) != motion.frames()) path.clip_frames = motion.frames();
  return path;
}

namespace {

LatentPath with_root_of(const mocap::Clip& clip, const codec::PoseAutoencoder& model,
                        LatentPath path) {
  if (model.format().window()) return path;  // which has the way in it
  path.root =
      footing::root_path_of(clip.in_room ? mocap::resample(*clip.in_room, path.fps) : clip.motion);
  return path;
}

}  // namespace

LatentPath encode(const codec::PoseAutoencoder& model, const mocap::Clip& clip) {
  return with_root_of(clip, model, encode(model, clip.motion));
}

LatentPath follow(const codec::PoseAutoencoder& model, const mocap::Clip& clip) {
  return with_root_of(clip, model, follow(model, clip.motion));
}

std::vector<int> moments_of(const codec::PoseFormat& format, int frames) {
  const int middle = format.shape().frames / 2;
  std::vector<int> moments;
  for (int k = 0; k < format.rows_for(format.frames_inside(frames)); ++k) {
    moments.push_back(std::min(k * format.hop() + middle, frames - 1));
  }
  return moments;
}

PointMetric joint_positions(const codec::PoseAutoencoder& model) {
  return [&model](const Batch& latents) -> Eigen::MatrixXd {
    const Batch poses = model.decode_poses(latents);
    Batch positions(poses.rows(), 3 * model.skeleton().joints());
    mocap::forward_kinematics<float>(
        model.skeleton(), {poses.data(), static_cast<std::size_t>(poses.size())},
        {positions.data(), static_cast<std::size_t>(positions.size())});
    return positions.cast<double>();
  };
}

namespace {

/// A motion whose first frame follows its last: it comes back to its place.
mocap::Motion closed(mocap::Motion motion, int body) {
  const RootPath way = footing::led_back(motion, footing::root_path_of(motion, body));
  return mocap::make_continuous(
      footing::carry(std::move(motion), way, {.loops = true, .lean = true}));
}

/// The whole clip by its windows, from where it begins.
mocap::Motion reconstructed_windows(const codec::PoseAutoencoder& model,
                                    const mocap::Motion& motion) {
  if (motion.frames() == 0) return motion;
  const codec::PoseFormat& format = model.format();
  const mocap::Motion decoded =
      format.motion_of_frames(decode_frames(model, follow(model, motion)), motion.fps());
  return mocap::make_continuous(footing::begun_as(decoded, motion, format.window()->body));
}

/// Where the feet take it; in a loop, back to where it began.
mocap::Motion by_feet(mocap::Motion motion, bool turns, bool loops) {
  motion = footing::travel_by_feet(std::move(motion), {.loops = loops, .turns = turns});
  if (!loops) return motion;
  const RootPath way = footing::led_back(motion, footing::root_path_of(motion));
  return footing::carry(std::move(motion), way, {.loops = true});
}

/// How high steps of a clip's own poses are once more (PlantOptions::step_m): decoded, they lose
/// less than poses between those of clips. Likewise of windows.
constexpr double kClipStep_m = 0.045;
/// PlantOptions of windows, whose feet stray farther than those of models of poses.
constexpr double kWindowHold_m_s = 0.04;
constexpr double kWindowBlend_s = 0.15;

/// LatentPath::by_feet for each frame, where there are more frames than points: spread evenly.
std::vector<double> shares_of(const Batch& by_feet, int frames) {
  const Batch even = resample(by_feet, frames);
  std::vector<double> shares;
  for (int t = 0; t < frames; ++t) shares.push_back(even(t, 0));
  return shares;
}

/// Windows go their own way unless something else is asked for.
mocap::Motion windows_on_their_way(mocap::Motion motion, int body, const DecodeOptions& options) {
  if (options.travel == Travel::kFeet) {
    return mocap::make_continuous(by_feet(std::move(motion), false, options.loops));
  }
  if (options.by_feet && options.travel == Travel::kClip) {
    const RootPath way = footing::root_path_of(motion, body);
    const auto shares = shares_of(*options.by_feet, motion.frames());
    motion = mocap::make_continuous(footing::carry(
        motion, footing::led_by_feet(motion, way, shares, options.loops), {.lean = true}));
  }
  if (options.loops) motion = closed(std::move(motion), body);
  for (int t = 0; options.travel == Travel::kNone && t < motion.frames(); ++t) {
    motion.set_root_position(t, {0.0, motion.root_position(t).y(), 0.0});
  }
  return motion;
}

}  // namespace

mocap::Motion decode(const codec::PoseAutoencoder& model, const LatentPath& path,
                     const DecodeOptions& options) {
  return dance(model, path, options).motion;
}

footing::Planted dance(const codec::PoseAutoencoder& model, const LatentPath& path,
                       const DecodeOptions& options) {
  const codec::PoseFormat& format = model.format();
  if (format.window()) {
    DecodeOptions led = options;
    led.by_feet = path.by_feet;
    return dance_frames(model, decode_frames(model, path, options.loops), path.fps * format.hop(),
                        led);
  }
  return set_down(model,
                  mocap::make_continuous(format.motion_of(model.decode(path.points), path.fps)),
                  path, options);
}

Batch decode_frames(const codec::PoseAutoencoder& model, const LatentPath& path, bool loops) {
  const Batch rows = model.decode(path.points);
  if (path.clip_frames && !loops) return model.format().frames_to_end(rows, *path.clip_frames);
  return model.format().frames_of_rows(rows, loops);
}

footing::Planted dance_frames(const codec::PoseAutoencoder& model, const Batch& frames, double fps,
                              const DecodeOptions& options) {
  const codec::PoseFormat& format = model.format();
  mocap::Motion motion = mocap::make_continuous(format.motion_of_frames(frames, fps));
  motion = windows_on_their_way(std::move(motion), format.window()->body, options);
  if (options.plant != Plant::kIk) return {std::move(motion), {}};
  if (options.travel == Travel::kNone) {  // in place, other feet stand than those of the windows
    return footing::stand_on_feet(std::move(motion), {.loops = options.loops});
  }
  return stand_as_told(model, std::move(motion), frames, options.loops);
}

footing::Planted stand_as_told(const codec::PoseAutoencoder& model, mocap::Motion motion,
                               const Batch& frames, bool loops) {
  return footing::stand_on_feet(std::move(motion), model.format().contacts_of(frames),
                                {.loops = loops,
                                 .blend_s = kWindowBlend_s,
                                 .hold_m_s = kWindowHold_m_s,
                                 .step_m = kClipStep_m});
}

LatentPath through_motion(const codec::PoseAutoencoder& model, const LatentPath& path,
                          const std::function<mocap::Motion(mocap::Motion)>& change) {
  const codec::PoseFormat& format = model.format();
  return follow(model, change(mocap::make_continuous(format.motion_of_frames(
                           decode_frames(model, path), path.fps * format.hop()))));
}

LatentPath at_speed(const codec::PoseAutoencoder& model, const LatentPath& path, double speed) {
  return through_motion(model, path, [&](mocap::Motion motion) {
    motion.set_fps(motion.fps() * speed);
    return mocap::resample(motion, model.data().fps);
  });
}

const Names<Travel>& travel_names() {
  static const Names<Travel> names{
      {"clip", Travel::kClip}, {"feet", Travel::kFeet}, {"none", Travel::kNone}};
  return names;
}

namespace {

/// The path's root, with steps as long as the feet now make them.
RootPath way_of(const LatentPath& path, const mocap::Motion& motion, bool turns, bool loops) {
  if (!path.strides) return *path.root;
  const auto strides = strides_of(motion, turns);
  const auto way =
      strides ? restridden(*path.root, *path.strides, *strides, motion.fps()) : std::nullopt;
  if (!way) return *path.root;
  return loops ? returning(*way) : *way;
}

mocap::Motion with_root(const codec::PoseAutoencoder& model, mocap::Motion motion,
                        const LatentPath& path, const DecodeOptions& options) {
  const bool loops = options.loops;
  if (options.travel == Travel::kNone) return footing::plant_on_floor(std::move(motion), loops);
  const mocap::RootRotation kept = model.data().clip_options.root_rotation;
  const bool turns = kept != mocap::RootRotation::kKeep;
  if (path.root && options.travel == Travel::kClip) {
    const bool lean = kept == mocap::RootRotation::kRemove;
    const footing::CarryOptions how{.loops = loops, .lean = lean};
    RootPath way = way_of(path, motion, turns, loops);
    if (path.by_feet) {
      const auto shares = shares_of(*path.by_feet, motion.frames());
      way = footing::led_by_feet(footing::carry(motion, way, how), way, shares, loops);
      if (loops) way = returning(way);
    }
    return mocap::make_continuous(footing::carry(std::move(motion), way, how));
  }
  return mocap::make_continuous(by_feet(std::move(motion), turns, loops));
}

}  // namespace

footing::Planted set_down(const codec::PoseAutoencoder& model, mocap::Motion motion,
                          const LatentPath& path, const DecodeOptions& options) {
  if (options.plant == Plant::kOff) return {std::move(motion), {}};
  motion = with_root(model, std::move(motion), path, options);
  if (options.plant == Plant::kRoot) return {std::move(motion), {}};
  const double step = path.root && options.travel == Travel::kClip ? kClipStep_m : footing::kStep_m;
  return footing::stand_on_feet(std::move(motion), {.loops = options.loops, .step_m = step});
}

mocap::Motion reconstruct(const codec::PoseAutoencoder& model, const mocap::Motion& motion) {
  if (model.format().window()) return reconstructed_windows(model, motion);
  const Batch poses = model.decode(model.encode(model.format().rows_of(motion)));
  mocap::Motion result = motion;
  for (int t = 0; t < result.frames(); ++t) {
    const mocap::PoseView<const float> pose(poses.row(t).data());
    for (int j = 0; j < result.joints(); ++j) result.set_rotation(t, j, pose.rotation(j));
  }
  return mocap::make_continuous(std::move(result));
}

MotionError compare(const mocap::Motion& a, const mocap::Motion& b) {
  if (a.frames() != b.frames() || a.joints() != b.joints()) {
    throw UsageError(
        fmt::format("expected motions with as many frames and joints, found {} x {} and {} x {}",
                    a.frames(), a.joints(), b.frames(), b.joints()));
  }
  double distance = 0.0;
  double angle = 0.0;
  for (int t = 0; t < a.frames(); ++t) {
    const auto first = mocap::forward_kinematics(a, t);
    const auto second = mocap::forward_kinematics(b, t);
    for (int j = 0; j < a.joints(); ++j) {
      distance += (first.positions[j] - second.positions[j]).norm();
      angle += math::angle_between(a.rotation(t, j), b.rotation(t, j));
    }
  }
  const double rotations = std::max(1.0, static_cast<double>(a.frames()) * a.joints());
  const double positions = std::max(1.0, static_cast<double>(a.frames()) * (a.joints() - 1));
  return {100.0 * distance / positions, angle / rotations * 180.0 / std::numbers::pi};
}

}  // namespace poseaae::latent
