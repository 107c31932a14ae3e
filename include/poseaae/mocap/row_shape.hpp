#pragma once

#include <cstddef>

#include "poseaae/kernels/rotation_form.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::mocap {

/// Where the numbers of a row lie: W frames one after the other, each
///   rotations  4J  local rotations, unit quaternions w x y z
/// and, in rows of windows, behind them
///   root       4   the step to the next frame, as velocity in the dancer's own frame, that of the
///                  heading half way: sideways and forwards (m/s) and turn (rad/s); then the height
///                  of the body (m). The body's rotation is that in the world without its heading.
///   contacts   C   1 where a point of a sole stands on the floor, 0 where it does not.
/// Networks see F features: each rotation in their form, then root and contacts as they are.
/// Two windows that overlap share their frames in memory: the row of the window that begins at
/// frame t of a clip begins at the numbers of that frame.
struct RowShape {
  /// Places of the numbers of `root`.
  enum Root { kSideways, kForwards, kTurn, kHeight, kRootNumbers };

  int joints = 1;
  int frames = 1;        ///< W
  bool travels = false;  ///< whether frames have root and contacts
  int contacts = 0;      ///< C
  double fps = 30.0;     ///< of the frames

  [[nodiscard]] int rotations() const { return PoseView<float>::width(joints); }
  /// Numbers of a frame behind its rotations.
  [[nodiscard]] int extras() const { return travels ? kRootNumbers + contacts : 0; }
  [[nodiscard]] int root() const { return rotations(); }  ///< place of the first in a frame
  [[nodiscard]] int frame_width() const { return rotations() + extras(); }
  [[nodiscard]] int width() const { return frames * frame_width(); }
  [[nodiscard]] int frame_features(kernels::RotationForm form) const {
    return joints * static_cast<int>(kernels::features_of(form)) + extras();
  }
  [[nodiscard]] int features(kernels::RotationForm form) const {
    return frames * frame_features(form);
  }
  friend bool operator==(const RowShape&, const RowShape&) = default;
};

}  // namespace poseaae::mocap
