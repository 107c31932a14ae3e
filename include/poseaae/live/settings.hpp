#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "poseaae/base/names.hpp"
#include "poseaae/live/drawn_path.hpp"
#include "poseaae/live/loop_curve.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/math/quaternion.hpp"

namespace poseaae::live {

enum class SourceKind { kWalk, kLoop, kClip, kMix, kPoint, kPath, kLive };
/// "walk", "loop", "clip", "mix", "point", "path", "live".
[[nodiscard]] const Names<SourceKind>& source_names();

enum class LiveWalk { kMatern, kOu };
/// "matern", "ou".
[[nodiscard]] const Names<LiveWalk>& live_walk_names();

/// A clip as a path that is ready to be played.
struct Track {
  std::string name;
  Batch latents;  ///< (T, Z), T > 0
  double fps = 30.0;
};

/// What one of the places for clips plays: a clip, or a point that stands still.
struct Deck {
  std::shared_ptr<const Track> track{};  ///< null: the point
  Eigen::VectorXd point{};               ///< Z
  double first = 0.0;                    ///< frame of the track
  double last = 0.0;                     ///< likewise; not beyond first: the whole track
  double step = 1.0;                     ///< frames for each frame of time
  double frame = 0.0;                    ///< to be gone to
  std::uint32_t gone_to = 0;             ///< counts how often
  std::uint32_t changed = 0;             ///< counts what was put in
};

/// All that is set, as the clock's thread needs it: what takes time or memory was done before.
/// Changes of numbers glide there.
struct Settings {
  SourceKind source = SourceKind::kWalk;
  Eigen::VectorXd sliders{};  ///< Z, standard deviations
  Eigen::VectorXd offset{};   ///< Z, latent units
  Eigen::VectorXd styles{};   ///< S
  Eigen::VectorXd amounts{};  ///< Z, of b
  LiveWalk walk = LiveWalk::kMatern;
  double spread = 1.0;
  double time_scale_s = 1.0;
  double tempo = 1.0;
  double glide_s = 0.6;
  double loop_s = 6.0;
  double path_s = 6.0;
  std::shared_ptr<const LoopCurve> loop{};
  std::shared_ptr<const DrawnPath> path{};
  std::uint32_t loop_made = 0;  ///< counts loops, so that another one is known as such
  std::uint32_t path_made = 0;  ///< likewise
  Eigen::VectorXd point{};      ///< Z
  Deck clip{}, a{}, b{};
  std::uint32_t take = 0;  ///< number of the recording that is on; 0: none
};

/// A performer's pose, encoded.
struct Performer {
  Eigen::VectorXd latents{};  ///< Z; empty: nobody is there yet
  math::Quat root_rotation{1, 0, 0, 0};
  std::optional<math::Vec3> root{};
};

}  // namespace poseaae::live
