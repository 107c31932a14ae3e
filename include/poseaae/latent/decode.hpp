#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "poseaae/base/names.hpp"
#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/footing/planting.hpp"
#include "poseaae/latent/pace.hpp"
#include "poseaae/latent/path.hpp"
#include "poseaae/mocap/clip.hpp"

/// Encoding motion as latent paths, and decoding paths to motion.
namespace poseaae::latent {

/// The encodings of a motion with the model's skeleton, at its frame rate, without a root. Of a
/// model of windows, one every hop frames, of those that end within the motion; one that is shorter
/// than a window is held at its end.
/// @throws UsageError
[[nodiscard]] LatentPath encode(const codec::PoseAutoencoder& model, const mocap::Motion& motion);
/// The same to the end of the motion: a last window is laid back so that it ends there
/// (LatentPath::clip_frames), and the path decodes to as many frames as the motion has.
/// @throws UsageError
[[nodiscard]] LatentPath follow(const codec::PoseAutoencoder& model, const mocap::Motion& motion);
/// Those of a clip, with its root: whoever follows them travels, turns and leaps as the clip does.
/// Windows have that in them, and no root beside them.
/// @throws UsageError
[[nodiscard]] LatentPath encode(const codec::PoseAutoencoder& model, const mocap::Clip& clip);
[[nodiscard]] LatentPath follow(const codec::PoseAutoencoder& model, const mocap::Clip& clip);

/// Of a motion of so many frames, the frame that each point of its path (encode()) stands for:
/// every one of poses; of windows that in the middle of their time, or the last where they reach
/// beyond.
[[nodiscard]] std::vector<int> moments_of(const codec::PoseFormat& format, int frames);
/// What is known of each frame, at these moments.
template <typename Value>
[[nodiscard]] std::vector<Value> at_moments(const codec::PoseFormat& format,
                                            const std::vector<Value>& of_frames) {
  std::vector<Value> values;
  for (const int t : moments_of(format, static_cast<int>(of_frames.size()))) {
    values.push_back(of_frames[static_cast<std::size_t>(t)]);
  }
  return values;
}

/// What takes a dancer through the room.
enum class Travel {
  kClip,  ///< the root of the clip that the path follows; the feet where there is none
  kFeet,  ///< the feet that carry weight (footing::travel_by_feet())
  kNone,  ///< nothing: in place, the lowest point on the floor (footing::plant_on_floor())
};
/// "clip", "feet", "none".
[[nodiscard]] const Names<Travel>& travel_names();

/// What is done so that decoded poses stand. They do not contain the dancer's position.
enum class Plant {
  kIk,    ///< as kRoot; then feet are held where they stand (footing::stand_on_feet())
  kRoot,  ///< the root alone is set down, rotations stay as decoded
  kOff    ///< nothing: the root stays at the origin, or goes the way that windows tell
};
/// "ik", "root", "off".
[[nodiscard]] const Names<Plant>& plant_names();

struct DecodeOptions {
  Plant plant = Plant::kIk;
  /// The first frame follows the last; heights and feet are smooth across this seam too. Dancers
  /// who travel by their feet come back to where they began (footing::led_back()).
  bool loops = false;
  Travel travel = Travel::kClip;
  /// Of frames of windows: LatentPath::by_feet of their path.
  std::optional<Batch> by_feet{};
};

/// The motion that a path decodes to: quaternions continuous over time, the root at the origin, or
/// set_down(). Windows overlap (codec::PoseFormat::frames_of_rows()) and go their own way, from the
/// origin on; a loop of windows comes back to its place (footing::led_back()). @throws UsageError
/// when the path has another Z
[[nodiscard]] mocap::Motion decode(const codec::PoseAutoencoder& model, const LatentPath& path,
                                   const DecodeOptions& options = {});

/// The same, with what became of its feet. Those of windows stand where the contacts that they
/// decode to say so.
[[nodiscard]] footing::Planted dance(const codec::PoseAutoencoder& model, const LatentPath& path,
                                     const DecodeOptions& options = {});

/// (T, P / W): the frames that a path of windows decodes to, and the motion of such frames, as
/// dance() makes it. Whatever belongs to single frames is done between the two.
[[nodiscard]] Batch decode_frames(const codec::PoseAutoencoder& model, const LatentPath& path,
                                  bool loops = false);
[[nodiscard]] footing::Planted dance_frames(const codec::PoseAutoencoder& model,
                                            const Batch& frames, double fps,
                                            const DecodeOptions& options = {});

/// The motion of frames of windows, wherever it now stands or goes, on feet that stay: at first
/// where the frames tell contacts, then where these are found (footing::stand_on_feet()).
[[nodiscard]] footing::Planted stand_as_told(const codec::PoseAutoencoder& model,
                                             mocap::Motion motion, const Batch& frames,
                                             bool loops = false);

/// Follows what a path of windows decodes to, changed as a motion: what happens to time
/// happens there, since there are no points between two windows.
[[nodiscard]] LatentPath through_motion(const codec::PoseAutoencoder& model, const LatentPath& path,
                                        const std::function<mocap::Motion(mocap::Motion)>& change);

/// That of the motion `speed` times as fast, at the model's rate.
[[nodiscard]] LatentPath at_speed(const codec::PoseAutoencoder& model, const LatentPath& path,
                                  double speed);

/// A motion decoded from the path of a model of poses, in its place, and what became of its feet:
/// sent along the path's root (footing::carry()), or where its feet take it
/// (footing::travel_by_feet()), or on the floor at the origin (footing::plant_on_floor()); then
/// Plant::kIk as above. The feet also tell how the body turns where the model's poses have no
/// heading (data.root_rotation).
[[nodiscard]] footing::Planted set_down(const codec::PoseAutoencoder& model, mocap::Motion motion,
                                        const LatentPath& path, const DecodeOptions& options = {});

/// Latents (N, Z) -> positions of the decoded joints in metres (N, 3 J), the root at the
/// origin: speed in this metric is the root of the summed squared speeds of all joints. Holds a
/// reference to the model, which must outlive it.
[[nodiscard]] PointMetric joint_positions(const codec::PoseAutoencoder& model);

/// The clip as the model reconstructs it: every rotation replaced by decode(encode(pose)), while
/// bones, root trajectory and translation tracks stay the clip's own, so that both can be compared
/// side by side. A model of windows also gives the way, from where the clip begins. @throws
/// UsageError when the skeleton is not the model's
[[nodiscard]] mocap::Motion reconstruct(const codec::PoseAutoencoder& model,
                                        const mocap::Motion& motion);

/// The difference between two motions of one skeleton, over all frames and joints.
struct MotionError {
  double position_cm = 0.0;   ///< mean distance of joints in the world, the root excluded
  double rotation_deg = 0.0;  ///< mean angle between local rotations
};

/// @throws UsageError when frames or joints differ
[[nodiscard]] MotionError compare(const mocap::Motion& a, const mocap::Motion& b);

}  // namespace poseaae::latent
