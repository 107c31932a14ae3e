#include "samples.hpp"

#include <cmath>
#include <span>
#include <vector>

#include "poseaae/base/random.hpp"

namespace poseaae::test {

Batch normal_rows(int count, int width, std::uint64_t seed) {
  Batch rows(count, width);
  Random random(seed);
  random.fill_normal({rows.data(), static_cast<std::size_t>(rows.size())});
  return rows;
}

Batch waves(int count, int width, double phase) {
  Batch rows(count, width);
  for (int i = 0; i < count; ++i) {
    for (int j = 0; j < width; ++j) {
      rows(i, j) = static_cast<float>(std::sin(1.3 * i + 2.1 * j + 0.7 * i * j + phase));
    }
  }
  return rows;
}

Batch shuffled(const Batch& rows, std::uint64_t seed) {
  std::vector<int> order(static_cast<std::size_t>(rows.rows()));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  Random(seed).shuffle(std::span(order));
  Batch other(rows.rows(), rows.cols());
  for (std::size_t i = 0; i < order.size(); ++i) {
    other.row(static_cast<Eigen::Index>(i)) = rows.row(order[i]);
  }
  return other;
}

mocap::Skeleton walker() {
  return {
      {"Hips", "Spine", "Head", "LeftLeg", "LeftFoot", "RightLeg", "RightFoot"},
      {-1, 0, 1, 0, 3, 0, 5},
      {{0, 1, 0}, {0, 0.5, 0}, {0, 0.25, 0}, {0.1, 0, 0}, {0, -1, 0}, {-0.1, 0, 0}, {0, -1, 0}}};
}

Batch rest_poses(const mocap::Skeleton& skeleton, int count) {
  Batch poses = Batch::Zero(count, 4L * skeleton.joints());
  for (int j = 0; j < skeleton.joints(); ++j) poses.col(4L * j).setOnes();
  return poses;
}

void turn(Batch& poses, int pose, int joint, int axis, double angle) {
  poses.row(pose).segment<4>(4L * joint).setZero();
  poses(pose, 4L * joint) = static_cast<float>(std::cos(0.5 * angle));
  poses(pose, 4L * joint + 1 + axis) = static_cast<float>(std::sin(0.5 * angle));
}

}  // namespace poseaae::test
