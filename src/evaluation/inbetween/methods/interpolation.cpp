#include "../methods.hpp"
#include "poseaae/math/quaternion.hpp"

namespace poseaae::evaluation::inbetween::method {

namespace {

mocap::Motion interpolated(const Gap& gap) {
  const int last = gap.past.frames() - 1;
  const mocap::Vec3 from = gap.past.root_position(last);
  const mocap::Vec3 way = gap.target.root_position(0) - from;
  mocap::Motion filled(gap.past.skeleton(), gap.past.fps(), gap.frames);
  for (int t = 0; t < gap.frames; ++t) {
    const double share = (t + 1.0) / (gap.frames + 1.0);
    filled.set_root_position(t, from + share * way);
    for (int j = 0; j < filled.joints(); ++j) {
      filled.set_rotation(
          t, j, math::slerp(gap.past.rotation(last, j), gap.target.rotation(0, j), share));
    }
  }
  return filled;
}

}  // namespace

Method interpolation() { return {"interpolation", interpolated}; }

}  // namespace poseaae::evaluation::inbetween::method
