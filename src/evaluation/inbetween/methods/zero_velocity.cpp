#include "../methods.hpp"

namespace poseaae::evaluation::inbetween::method {

namespace {

mocap::Motion held(const Gap& gap) {
  const int last = gap.past.frames() - 1;
  mocap::Motion filled(gap.past.skeleton(), gap.past.fps(), gap.frames);
  for (int t = 0; t < gap.frames; ++t) {
    filled.set_root_position(t, gap.past.root_position(last));
    for (int j = 0; j < filled.joints(); ++j) filled.set_rotation(t, j, gap.past.rotation(last, j));
  }
  return filled;
}

}  // namespace

Method zero_velocity() { return {"zero velocity", held}; }

}  // namespace poseaae::evaluation::inbetween::method
