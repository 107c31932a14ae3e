#pragma once

#include <cstdint>

#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::test {

/// (count, width) samples of N(0, I).
Batch normal_rows(int count, int width, std::uint64_t seed = 1);

/// x_ij = sin(1.3 i + 2.1 j + 0.7 i j + phase): numbers that another program can make again, for
/// values computed there.
Batch waves(int count, int width, double phase = 0.0);

/// The same rows in another order.
Batch shuffled(const Batch& rows, std::uint64_t seed = 5);

/// A hip with a spine to a head and two legs; the hip carries the body. Metres, Y up.
mocap::Skeleton walker();

/// (count, 4J): the rest pose.
Batch rest_poses(const mocap::Skeleton& skeleton, int count);

/// Sets a joint of one pose to a turn about x (0), y (1) or z (2), radians.
void turn(Batch& poses, int pose, int joint, int axis, double angle);

}  // namespace poseaae::test
