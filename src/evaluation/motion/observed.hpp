#pragma once

#include <vector>

#include "poseaae/evaluation/motion.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/skating.hpp"
#include "poseaae/metrics/motion_windows.hpp"
#include "poseaae/metrics/positions.hpp"
#include "poseaae/metrics/travel.hpp"

namespace poseaae::evaluation::motion {

/// A motion, and what measures ask of it.
struct Observed {
  mocap::Motion motion;
  int clip = 0;
  Batch poses;  ///< (T, 4J)
  metrics::Way way;
  footing::Contacts contacts;

  [[nodiscard]] double fps() const { return motion.fps(); }
};

/// (T, 4J): of a motion's poses.
[[nodiscard]] Batch poses_of(const mocap::Motion& motion);
/// (T, 4J): with the body turned as in the room, but for its heading, and nothing above it turned.
[[nodiscard]] Batch leaning_poses_of(const mocap::Motion& motion, int body);

[[nodiscard]] Observed observed(mocap::Motion motion, int clip, int body);
[[nodiscard]] std::vector<Observed> observed(const std::vector<Recording>& recordings, int body,
                                             int threads);
/// Their points, a clip each.
[[nodiscard]] metrics::Motions points_of(const std::vector<Observed>& motions,
                                         const metrics::PoseSpace& space);

/// What every codec is measured on.
struct Known {
  Known(const Recordings& recordings, const Options& chosen);

  Options options;
  metrics::PoseSpace space;    ///< without the body's rotation
  metrics::PoseSpace leaning;  ///< with it, of leaning_poses_of()
  std::vector<Observed> train;
  std::vector<Observed> held_out;
  metrics::Motions train_points;
  metrics::Motions held_out_points;
  metrics::MotionYardstick yardstick;
};

void measure_reconstruction(const Known& known, const Codec& codec, Report& report);
void measure_generation(const Known& known, const Codec& codec, Report& report);

}  // namespace poseaae::evaluation::motion
