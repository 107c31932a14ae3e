#pragma once

#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/motion.hpp"
#include "poseaae/mocap/row_shape.hpp"

/// Frames with the way of the body and its contacts, and windows of them (mocap::RowShape).
namespace poseaae::codec {

/// (T, S) of a motion in its room. The step of the last frame is that before it.
[[nodiscard]] Batch travelling_frames(const mocap::Motion& motion, const mocap::RowShape& shape,
                                      int body);
/// A motion with the rotations of these frames, sent along their way: it begins at x = z = 0,
/// facing +Z.
[[nodiscard]] mocap::Motion sent_along(mocap::Motion motion, const Batch& frames,
                                       const mocap::RowShape& shape, int body);

/// What becomes of a window that would reach beyond the last frame.
enum class AtEnd {
  kBeyond,    ///< the dancer stands still there
  kLaidBack,  ///< it begins earlier, and ends with the last frame
  kRound      ///< of a loop: it goes on in the first frames
};

/// (K, P): see PoseFormat::rows_of_frames() and rows_to_end().
[[nodiscard]] Batch windows_of(const Batch& frames, const mocap::RowShape& shape, int hop,
                               AtEnd end);
/// (count, S) of the windows of so many frames, kLaidBack or kRound, at least as many as a window
/// has: see PoseFormat::frames_of_rows() and frames_to_end().
[[nodiscard]] Batch overlapped(const Batch& windows, const mocap::RowShape& shape, int hop,
                               int count, AtEnd end);

}  // namespace poseaae::codec
