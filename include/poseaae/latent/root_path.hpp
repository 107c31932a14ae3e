#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/motion.hpp"

/// Where a dancer goes while a path tells the poses: kept beside the path, and given to the decoded
/// motion.
namespace poseaae::latent {

/// The way of a dancer's body through the room, a row per frame. The body is the joint that carries
/// it (mocap::body_of), its world rotation R = Y(heading) L, with Y the rotation about the vertical
/// and L the lean.
struct RootPath {
  /// Columns of `rows`. The heading is continuous over turns (two turns are 4 pi); where the body
  /// is tilted by more than 120 degrees and faces nowhere, it runs evenly from where it was last
  /// known to where it is next known.
  enum Column {
    kX,        ///< of the body, from `origin`, metres
    kZ,        ///< likewise
    kHeading,  ///< radians, 0 faces +Z
    kHeight,   ///< of the body, metres
    kReach,    ///< height of its lowest point above it, below 0
    kLean,     ///< four columns, w x y z, with continuous signs
    kColumns = kLean + 4
  };

  int body = 0;  ///< joint
  /// Where the skeleton's root stands while the body below it moves by a translation track; x and z
  /// are NaN where it stays below the body. Empty where the root moves with the body.
  std::optional<mocap::Vec3> still_root{};
  mocap::Vec3 origin{0, 0, 0};  ///< (x, 0, z): rows are floats, and rooms can be large
  Batch rows{};                 ///< (T, kColumns)

  [[nodiscard]] int frames() const { return static_cast<int>(rows.rows()); }
  /// Height of the lowest point above the floor.
  [[nodiscard]] double clearance(int frame) const {
    return rows(frame, kHeight) + rows(frame, kReach);
  }
  /// The same with `change` applied to the rows, which must be linear in them (a resampling, a
  /// filter); leans are normalised again.
  [[nodiscard]] RootPath with(const std::function<Batch(const Batch&)>& change) const;
};

/// That of a motion.
[[nodiscard]] RootPath root_path_of(const mocap::Motion& motion);

struct CarryOptions {
  bool loops = false;  ///< the first frame follows the last
  /// Give the body its whole rotation R instead of its heading: for poses without any.
  bool lean = false;
};

/// Sends a motion along a root path: the body is turned about the vertical to be as close as it can
/// to R (or to R itself), stands at x, z, and at the height
///   h(t) + G(reach(t) - reach'(t)),
/// where reach' is that of the motion's own poses and G the Gaussian average of plant_on_floor().
/// So equal poses get the clip's own height, other poses and other proportions its distance from
/// the floor, and leaps stay leaps. @throws UsageError when the numbers of frames differ
[[nodiscard]] mocap::Motion carry(mocap::Motion motion, const RootPath& root,
                                  const CarryOptions& options = {});

/// Between two ways of the same number of frames: velocities and turning, each in its own dancer's
/// frame (that of the heading), are mixed by the weights w (T), and so are heights and leans. It
/// begins between the two beginnings. Weights beyond 0 and 1 count as these.
[[nodiscard]] RootPath mix(const RootPath& a, const RootPath& b, const std::vector<double>& w);

/// Lets `part` begin where `whole` ends, one step further on, facing as the dancer then does: its
/// way is turned and moved as a whole. That step is the mean, in the dancer's frame, of the last of
/// `whole` and the first of `part`; a single frame has none of its own.
void append(RootPath& whole, const RootPath& part);

/// The frames of a transition between the end of one way and the beginning of another.
struct Glide {
  int steps = 1;   ///< from the last frame of one to the first of the other: steps - 1 frames
  int window = 1;  ///< frames over which velocity and turning are averaged at either end
  std::function<double(double)>
      ease;  ///< their weight in the middle of step k: ease((k - 1/2) / steps)
  /// Heights, reaches and leans: (steps - 1) rows of those columns between the rows of both ways.
  std::function<Batch(const Batch& from, const Batch& to)> between;
};
/// Velocity and turning pass into one another in the dancer's frame. The lowest point comes no
/// nearer to the floor than at the lower of the two ends.
[[nodiscard]] RootPath glide(const RootPath& from, const RootPath& to, const Glide& how);

/// The way of a loop, whose first frame follows its last: what it misses its beginning by, place
/// and heading (within half a turn), is made up for evenly over all frames.
[[nodiscard]] RootPath returning(const RootPath& root);

/// With the first frame once more at the end, its heading continued.
[[nodiscard]] RootPath around(const RootPath& loop);

}  // namespace poseaae::latent
