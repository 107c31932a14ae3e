#pragma once

#include <functional>
#include <vector>

#include "poseaae/footing/root_path.hpp"
#include "poseaae/math/batch.hpp"

/// Where a dancer goes while a path tells the poses: kept beside the path, and given to the decoded
/// motion.
namespace poseaae::latent {

using footing::RootPath;

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
