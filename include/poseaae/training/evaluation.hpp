#pragma once

#include "poseaae/codec/pose_format.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/math/batch_rows.hpp"
#include "poseaae/objective/engine.hpp"

namespace poseaae::training {

/// Mean error of reconstructions, in metres and radians.
struct PoseError {
  double position_m = 0.0;    ///< mean over poses and joints of |p - p'|, root at the origin
  double rotation_rad = 0.0;  ///< mean over poses and joints of 2 atan2(|v|, |w|) of q^-1 q'
};

/// Between rows (B, P) and the output of a decoder (B, F), which need not be normalised: of
/// windows, the mean over their frames.
[[nodiscard]] PoseError pose_error(const codec::PoseFormat& format, const Batch& rows,
                                   const Batch& reconstruction);

/// The losses of the engine over many poses, in batches of at most `batch`: the mean over all.
[[nodiscard]] objective::Losses evaluate_all(objective::Engine& engine, const BatchRows& poses,
                                             int batch = 4096);
/// The mean error of the engine's reconstructions, in batches likewise.
[[nodiscard]] PoseError reconstruction_error(objective::Engine& engine,
                                             const codec::PoseFormat& format, const BatchRows& rows,
                                             int batch = 4096);
/// Encodings (N, Z), in batches likewise.
[[nodiscard]] Batch encode_all(objective::Engine& engine, const BatchRows& poses, int batch = 4096);

}  // namespace poseaae::training
