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

/// (K, P): see PoseFormat::rows_of_frames().
[[nodiscard]] Batch windows_of(const Batch& frames, const mocap::RowShape& shape, int hop);
/// (count, S): see PoseFormat::frames_of_rows(); frames beyond `count` count from the beginning.
[[nodiscard]] Batch overlapped(const Batch& windows, const mocap::RowShape& shape, int hop,
                               int count);

}  // namespace poseaae::codec
