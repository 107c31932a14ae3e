#include "frame_numbers.hpp"

namespace poseaae::objective {

namespace {

/// (r - r')^2 of the four numbers of a frame's root.
template <typename T>
class Root final : public FrameNumbers<T> {
 public:
  explicit Root(const TermSetup<T>& setup)
      : FrameNumbers<T>(setup, 0, mocap::RowShape::kRootNumbers) {}
};

}  // namespace

LossTerm root_term() {
  return {
      .name = "root",
      .column = "ae_root",
      .motion = 2.0,
      .comment =
          "weight of the squared difference between the root's numbers, velocities in m/s, turn in "
          "radians a second, height in m (windows)",
      .loops = loops_of<Root>(),
      .of_windows = true,
  };
}

}  // namespace poseaae::objective
