#pragma once

#include "poseaae/mocap/skeleton.hpp"
#include "poseaae/training/engine.hpp"

namespace poseaae::training {

/// How far reconstructions are from poses, in units a person can picture.
struct PoseError {
  double position_m = 0.0;    ///< mean over poses and joints of |p - p'|, root at the origin
  double rotation_rad = 0.0;  ///< mean over poses and joints of 2 atan2(|v|, |w|) of q^-1 q'
};

/// Both (B, P); `reconstruction` need not be normalised.
[[nodiscard]] PoseError pose_error(const mocap::Skeleton& skeleton, const Batch& poses,
                                   const Batch& reconstruction);

/// The losses of the engine over many poses, in batches of at most `batch`: means weighted by size.
[[nodiscard]] Losses evaluate_all(Engine& engine, const Batch& poses, int batch = 4096);
/// Encodings (N, Z), or reconstructions (N, P), of many poses, in batches likewise.
[[nodiscard]] Batch encode_all(Engine& engine, const Batch& poses, int batch = 4096);
[[nodiscard]] Batch reconstruct_all(Engine& engine, const Batch& poses, int batch = 4096);

}  // namespace poseaae::training
