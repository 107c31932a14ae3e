#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include "poseaae/core/random.hpp"
#include "poseaae/metrics/rows.hpp"
#include "poseaae/mocap/skeleton.hpp"

namespace poseaae::test {

/// (count, width) samples of N(0, I).
inline metrics::Rows normal_rows(int count, int width, std::uint64_t seed = 1) {
  metrics::Rows rows(count, width);
  Random random(seed);
  random.fill_normal({rows.data(), static_cast<std::size_t>(rows.size())});
  return rows;
}

/// x_ij = sin(1.3 i + 2.1 j + 0.7 i j + phase): numbers that another program can make again, for
/// values computed there.
inline metrics::Rows waves(int count, int width, double phase = 0.0) {
  metrics::Rows rows(count, width);
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < width; ++j) {
      rows(i, j) = static_cast<float>(std::sin(1.3 * i + 2.1 * j + 0.7 * i * j + phase));
    }
  }
  return rows;
}

/// The same rows in another order.
inline metrics::Rows shuffled(const metrics::Rows& rows, std::uint64_t seed = 5) {
  std::vector<int> order(static_cast<std::size_t>(rows.rows()));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  Random(seed).shuffle(std::span(order));
  metrics::Rows other(rows.rows(), rows.cols());
  for (std::size_t i = 0; i < order.size(); ++i) {
    other.row(static_cast<Eigen::Index>(i)) = rows.row(order[i]);
  }
  return other;
}

/// A hip with a spine to a head and two legs; the hip carries the body. Metres, Y up.
inline mocap::Skeleton walker() {
  return {
      {"Hips", "Spine", "Head", "LeftLeg", "LeftFoot", "RightLeg", "RightFoot"},
      {-1, 0, 1, 0, 3, 0, 5},
      {{0, 1, 0}, {0, 0.5, 0}, {0, 0.25, 0}, {0.1, 0, 0}, {0, -1, 0}, {-0.1, 0, 0}, {0, -1, 0}}};
}

/// (count, 4J): the rest pose.
inline metrics::Rows rest_poses(const mocap::Skeleton& skeleton, int count) {
  metrics::Rows poses = metrics::Rows::Zero(count, 4L * skeleton.joints());
  for (int j = 0; j < skeleton.joints(); ++j) poses.col(4L * j).setOnes();
  return poses;
}

/// Sets a joint of one pose to a turn about x (0), y (1) or z (2), radians.
inline void turn(metrics::Rows& poses, int pose, int joint, int axis, double angle) {
  poses.row(pose).segment<4>(4L * joint).setZero();
  poses(pose, 4L * joint) = static_cast<float>(std::cos(0.5 * angle));
  poses(pose, 4L * joint + 1 + axis) = static_cast<float>(std::sin(0.5 * angle));
}

}  // namespace poseaae::test
