#pragma once

#include <vector>

#include "poseaae/kernels/table.hpp"
#include "poseaae/mocap/kinematic_chain.hpp"
#include "poseaae/objective/engine.hpp"
#include "poseaae/objective/window_path.hpp"

namespace poseaae::objective {

/// Positions of the joints in the room, for the samples of a panel and for some frames of their
/// windows:
///   P_j(t) = Y(a(t)) p_j(t) + (x(t), h(t), z(t)),
/// where p_j are positions by forward kinematics of the frame's rotations with the body at the
/// origin, a, x and z the path of WindowPath, h the height of the frame's root; in metres. Of rows
/// without a root, P = p. A thread has one of its own, since it works in its memory.
template <typename T>
class RoomPositions {
 public:
  RoomPositions(const EngineSetup& setup, std::vector<std::size_t> frames);

  /// Joints of all frames, three rows of a panel each, frame by frame.
  [[nodiscard]] std::size_t points() const { return frames_.size() * joints_; }
  [[nodiscard]] std::size_t joints() const { return joints_; }
  [[nodiscard]] std::size_t size() const { return 3 * points() * kernels::kLanes; }

  /// Of true rows, whose quaternions are unit; or of predicted features, whose quaternions are
  /// normalised first.
  void of_truth(const kernels::Table<T>& kernels, const T* rows, T* positions);
  void of_prediction(const kernels::Table<T>& kernels, const T* features, T* positions);
  /// Adds the gradient by predicted features to `gradient`, in the first `lanes` lanes, from that
  /// by their positions, which it changes.
  void backward(const kernels::Table<T>& kernels, std::size_t lanes, const T* features,
                const T* positions, T* by_positions, T* gradient);

 private:
  [[nodiscard]] T* frame_of(T* positions, std::size_t i) const {
    return positions + i * 3 * joints_ * kernels::kLanes;
  }
  /// From the body's own frame, in which they are computed, to the room.
  void place(const PanelFrames& rows, const T* panel, T* positions);
  /// The gradient by positions in the room, to that by those in the body's own frame; the part of
  /// the body's place and heading goes to the path and `gradient`.
  void unplace(std::size_t lanes, const T* positions, T* by_positions, T* gradient);

  mocap::KinematicChain<T> bones_;
  std::size_t joints_;
  kernels::RotationForm rotation_;
  bool travels_;
  PanelFrames truth_;
  PanelFrames prediction_;
  std::vector<std::size_t> frames_;
  WindowPath<T> path_;
  kernels::Buffer<T> quaternions_;  ///< of a frame
  kernels::Buffer<T> by_features_;  ///< likewise
  kernels::Buffer<T> scratch_;
};

/// Frames 0 to W - 1, or `count` of them, evenly spread, with the first and the last.
[[nodiscard]] std::vector<std::size_t> spread_frames(std::size_t frames, std::size_t count);

extern template class RoomPositions<float>;
extern template class RoomPositions<double>;

}  // namespace poseaae::objective
