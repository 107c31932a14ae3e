#pragma once

#include "poseaae/mocap/motion.hpp"

namespace poseaae::evaluation::inbetween {

/// The frames of `motion` between two others, moved so that it meets `known`, on the same joints,
/// at both. The motion is turned about the vertical and moved as a whole until the body stands and
/// faces at frame `from` where it is known to. Then its place and heading change by what is missing
/// at frame `to`, times s = (t - from) / (to - from), its height by (1 - s) and s times what is
/// missing at `from` and `to`, and each rotation, that of the body without its heading, by
/// slerp(r_from, r_to, s) on the left, with r = q_known q^-1 at either frame. Both have their body
/// at joint 0. The frames (from, to), on the skeleton of `known`.
[[nodiscard]] mocap::Motion meet_ends(const mocap::Motion& motion, const mocap::Motion& known,
                                      int from, int to);

}  // namespace poseaae::evaluation::inbetween
