#include "poseaae/latent/loop.hpp"

#include <fmt/format.h>

#include <cmath>

#include "kinds.hpp"
#include "loops/loops.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/base/limits.hpp"
#include "poseaae/mocap/frame_count.hpp"

namespace poseaae::latent {

const std::vector<LoopKind>& loop_kinds() {
  static const std::vector<LoopKind> kinds{loops::fourier(), loops::great_circle(), loops::steps()};
  return kinds;
}

const LoopKind& find_loop_kind(const std::string& name) {
  return find_kind(loop_kinds(), "kind of loop", name);
}

void LoopOptions::validate() const {
  const LoopKind& found = find_loop_kind(kind);
  require_between("loop", seconds, 1e-3, mocap::kMaxFrames, " seconds");
  check_time_scale(found, time_scale_s);
  check_spread(spread);
  require_between("harmonics", harmonics, 0, mocap::kMaxFrames, " (0 for all)");
}

LatentPath loop(const LatentGaussian& space, const std::optional<Eigen::VectorXf>& start,
                const LoopOptions& options, double fps, const PointMetric& metric,
                const Draw& draw) {
  options.validate();
  check_start(space, start);
  const int frames = mocap::frames_in(options.seconds, fps, "loop", 3);
  const PointMetric whitened = [&](const Batch& z) -> Eigen::MatrixXd {
    return space.whiten(z).cast<double>();
  };
  const LoopKind& kind = find_loop_kind(options.kind);
  LoopOptions resolved = options;
  if (!resolved.time_scale_s) resolved.time_scale_s = kind.time_scale_s;
  Random random(options.seed);
  return {kind.sample({space, start, resolved, frames, metric ? metric : whitened, random, draw}),
          fps};
}

}  // namespace poseaae::latent
