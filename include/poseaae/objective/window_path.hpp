#pragma once

#include "poseaae/kernels/buffer.hpp"
#include "poseaae/objective/panel_frames.hpp"

namespace poseaae::objective {

/// The way of the body through a window, for the samples of a panel: headings a(t) and places
/// (x, z)(t) from the root of each frame (mocap::RowShape), the velocities s sideways and
/// f forwards and the turn w. In the middle frame m = W / 2 the body stands at (0, 0) with
/// heading 0; from there both ways
///   a(t + 1) = a(t) + w(t) / fps
///   (x, z)(t + 1) = (x, z)(t) + Y(a(t) + w(t) / (2 fps)) (s(t), f(t)) / fps,
/// with Y(a) (x, z) = (x cos a + z sin a, z cos a - x sin a), a turn about the vertical
/// (footing::moved() is one such step). The step of the last frame leads out of the window.
template <typename T>
class WindowPath {
 public:
  WindowPath(std::size_t frames, double fps);

  /// Follows the roots of a panel.
  void follow(const PanelFrames& frames, const T* panel);

  /// Of frame t, a number for each lane.
  [[nodiscard]] const T* cosine(std::size_t t) const { return at(t, kCosine); }
  [[nodiscard]] const T* sine(std::size_t t) const { return at(t, kSine); }
  [[nodiscard]] const T* x(std::size_t t) const { return at(t, kX); }
  [[nodiscard]] const T* z(std::size_t t) const { return at(t, kZ); }

  /// Where the gradient by heading and place of frame t goes, before backward().
  [[nodiscard]] T* by_heading(std::size_t t) { return at(t, kByHeading); }
  [[nodiscard]] T* by_x(std::size_t t) { return at(t, kByX); }
  [[nodiscard]] T* by_z(std::size_t t) { return at(t, kByZ); }
  /// Adds the gradient by the velocities and turns to the roots of `gradient`, in the first `lanes`
  /// lanes. Changes those of places and headings.
  void backward(const PanelFrames& frames, std::size_t lanes, T* gradient);

 private:
  enum Row {
    kHeading,
    kCosine,
    kSine,
    kX,
    kZ,
    kByHeading,
    kByX,
    kByZ,
    // of the step to the next frame: what it is long, and the cosine and sine of its heading
    kStepX,
    kStepZ,
    kStepCosine,
    kStepSine,
    kRows
  };
  [[nodiscard]] T* at(std::size_t t, Row row) {
    return rows_.data() + (t * kRows + row) * kernels::kLanes;
  }
  [[nodiscard]] const T* at(std::size_t t, Row row) const {
    return rows_.data() + (t * kRows + row) * kernels::kLanes;
  }
  /// Calls step(t, from, to, sign) for the steps t, outwards from the middle: from and to are the
  /// frames, sign is that of the time.
  template <typename Step>
  void outwards(Step step) const;
  template <typename Step>
  void inwards(Step step) const;

  std::size_t frames_;
  T seconds_;  ///< of a step
  kernels::Buffer<T> rows_;
};

extern template class WindowPath<float>;
extern template class WindowPath<double>;

}  // namespace poseaae::objective
