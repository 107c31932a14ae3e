#pragma once

#include <string>
#include <vector>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/mocap/motion.hpp"

namespace poseaae::dataset::test {

/// A hip that turns, a leg that swings and a hat that stands still: `frames` frames whose turn in
/// frame t is `start` + 0.01 t radians.
[[nodiscard]] mocap::Motion small_motion(int frames, double fps = 30.0, double start = 0.0,
                                         const std::string& last_joint = "Hat");

/// The hip's turn in a row of the dataset, radians.
[[nodiscard]] double turn_of(const PoseDataset& data, int row);

/// A dataset of clips of these lengths, without files; poses are random rotations of two joints.
[[nodiscard]] PoseDataset of_lengths(const std::vector<int>& lengths, double fps = 30.0);

/// Expects every part of the two to be equal, a missing label (NaN) to a missing one.
void expect_same(const PoseDataset& a, const PoseDataset& b);

/// Expects clips of 30 frames a second of `joints` joints that follow each other without a gap, and
/// unit quaternions in every row looked at.
void expect_whole(const PoseDataset& data, int joints);

}  // namespace poseaae::dataset::test
