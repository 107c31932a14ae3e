#pragma once

#include <filesystem>

#include "poseaae/dataset/pose_dataset.hpp"
#include "poseaae/dataset/split.hpp"
#include "poseaae/evaluation/codec.hpp"
#include "poseaae/math/batch.hpp"
#include "poseaae/mocap/motion.hpp"

/// Small dances for evaluations.
namespace poseaae::test {

/// A walker on the spot, in a style of its own: seven joints, two of them feet.
[[nodiscard]] mocap::Motion small_dance(int frames, double style);

/// Six clips of 60 frames, written as BVH files into `folder` ("step_0.bvh", ...).
void write_dances(const std::filesystem::path& folder);

/// A label of frames for each of them, "step_a.labels.csv" with `lift` (of the left leg) and
/// `phrase` (a text).
void write_labels(const std::filesystem::path& folder);

/// Those files, gathered; the last clip is held out.
[[nodiscard]] dataset::PoseDataset dances(const std::filesystem::path& folder);
[[nodiscard]] dataset::Split last_clip_held_out(const dataset::PoseDataset& data);

/// Keeps every number: as many latents as a pose has, no error.
[[nodiscard]] evaluation::Codec perfect_codec(int pose_dim);
/// Decodes every latent to one pose.
[[nodiscard]] evaluation::Codec constant_codec(const Batch& pose, int latents);

}  // namespace poseaae::test
