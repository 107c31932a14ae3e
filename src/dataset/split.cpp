#include "poseaae/dataset/split.hpp"

#include <fmt/format.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "held_out.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::dataset {

namespace {

Roles split_frames(const PoseDataset& data, const SplitOptions& options, Random& random) {
  std::vector<int> order(static_cast<std::size_t>(data.size()));
  std::iota(order.begin(), order.end(), 0);
  random.shuffle(std::span(order));
  Roles roles(order.size(), Role::kTrain);
  for (int i = 0; i < wanted_test_count(data, options); ++i) roles[order[i]] = Role::kTest;
  return roles;
}

void split_one_clip(const Clip& clip, double fps, const SplitOptions& options, Random& random,
                    Roles& roles) {
  // One test block in each of k equal stretches, k blocks holding the wanted share.
  const int wanted = static_cast<int>(std::llround(options.test_fraction * clip.frames));
  if (wanted == 0) return;  // too short to hold a test block: all of it is for training
  const int block =
      std::clamp(static_cast<int>(std::llround(options.block_s * fps)), 1, std::max(1, wanted));
  const int gap = static_cast<int>(std::llround(options.gap_s * fps));
  const int blocks = std::max(1, wanted / block);
  for (int i = 0; i < blocks; ++i) {
    const int begin = clip.frames * i / blocks;
    const int end = clip.frames * (i + 1) / blocks;
    const int length = std::min(end - begin, wanted / blocks);
    const int start = begin + static_cast<int>(random.below(end - begin - length + 1));
    for (int t = std::max(0, start - gap); t < std::min(clip.frames, start + length + gap); ++t) {
      Role& role = roles[static_cast<std::size_t>(clip.first) + t];
      if (t >= start && t < start + length) {
        role = Role::kTest;
      } else if (role == Role::kTrain) {
        role = Role::kLeftOut;
      }
    }
  }
  // A neighbour's gap never swallows a test block: test frames win, in whatever order they came.
}

Roles split_blocks(const PoseDataset& data, const SplitOptions& options, Random& random) {
  Roles roles(static_cast<std::size_t>(data.size()), Role::kTrain);
  for (const Clip& clip : data.clips) split_one_clip(clip, data.fps, options, random, roles);
  return roles;
}

SplitKind resolved_kind(const PoseDataset& data, const SplitOptions& options) {
  const bool whole_clips = options.folds != 0 || !options.leave_out.empty();
  if (options.kind != SplitKind::kAuto) {
    if (whole_clips && options.kind != SplitKind::kClip) {
      throw UsageError(
          "data.split: expected clip or auto, since data.folds and data.leave_out hold out whole "
          "clips");
    }
    return options.kind;
  }
  constexpr int kGroupsForClipSplit = 5;
  const auto groups = groups_of(data, options.group);
  const bool many = std::any_of(groups.begin(), groups.end(),
                                [](int group) { return group + 1 >= kGroupsForClipSplit; });
  return many || whole_clips ? SplitKind::kClip : SplitKind::kBlock;
}

}  // namespace

Split split(const PoseDataset& data, const SplitOptions& options) {
  if (!(options.test_fraction > 0.0 && options.test_fraction < 1.0)) {
    throw UsageError(fmt::format("data.test_fraction: expected a share between 0 and 1, found {}",
                                 options.test_fraction));
  }
  if (!(options.block_s > 0.0 && options.block_s < 1e6 && options.gap_s >= 0.0 &&
        options.gap_s < 1e6)) {
    throw UsageError(
        fmt::format("data.block_s, data.gap_s: expected seconds, above 0 for the block and 0 or "
                    "more for the gap, found {} and {}",
                    options.block_s, options.gap_s));
  }
  Split result;
  result.kind = resolved_kind(data, options);
  Random random(options.seed);
  const Roles roles = result.kind == SplitKind::kFrame  ? split_frames(data, options, random)
                      : result.kind == SplitKind::kClip ? split_clips(data, options, random)
                                                        : split_blocks(data, options, random);
  for (int row = 0; row < data.size(); ++row) {
    if (roles[row] == Role::kTrain) result.train.push_back(row);
    if (roles[row] == Role::kTest) result.test.push_back(row);
  }
  if (result.train.empty() || result.test.empty()) {
    throw UsageError(
        fmt::format("the split leaves {} poses for training and {} for testing out of {}, expected "
                    "some of both; use more frames, or change data.split, data.test_fraction, "
                    "data.group, data.block_s or data.gap_s",
                    result.train.size(), result.test.size(), data.size()));
  }
  return result;
}

codec::PoseFormat with_mean(const codec::PoseFormat& format, const BatchRows& poses) {
  const auto joints = static_cast<std::size_t>(format.skeleton().joints());
  std::vector<Eigen::Matrix4d> products(joints, Eigen::Matrix4d::Zero());
  for (std::size_t i = 0; i < static_cast<std::size_t>(poses.rows()); ++i) {
    const mocap::PoseView pose(poses[i]);
    for (std::size_t j = 0; j < joints; ++j) {
      const float* wxyz = pose.at(static_cast<int>(j));
      const Eigen::Vector4d q = Eigen::Map<const Eigen::Vector4f>(wxyz).cast<double>();
      products[j].noalias() += q * q.transpose();
    }
  }
  std::vector<float> mean;
  for (const Eigen::Matrix4d& product : products) {
    const Eigen::SelfAdjointEigenSolver<Eigen::Matrix4d> solver(product);
    Eigen::Vector4d axis = solver.eigenvectors().col(3);  // eigenvalues ascend
    if (axis[0] < 0.0) axis = -axis;
    for (int k = 0; k < 4; ++k) mean.push_back(static_cast<float>(axis[k]));
  }
  return format.with_reference(std::move(mean));
}

}  // namespace poseaae::dataset
