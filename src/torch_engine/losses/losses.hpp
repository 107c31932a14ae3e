#pragma once

#include <torch/types.h>

#include <functional>
#include <string>
#include <vector>

#include "kinematics.hpp"
#include "poseaae/objective/engine.hpp"
#include "windows.hpp"

/// The loss terms as tensor functions, in the order of objective::loss_terms(). Those that share
/// code share a file.
namespace poseaae::torch_engine {

/// Data that are the same for every batch.
struct LossContext {
  objective::LossForm form;
  Kinematics kinematics;        ///< in metres or units of the files
  torch::Tensor joint_weights;  ///< (J) of mean 1; undefined: all alike
  torch::Tensor frame_weights;  ///< (W) likewise
  mocap::RowShape rows;
  torch::Tensor contact_joints;  ///< (C)

  LossContext(const objective::Objective& objective, const mocap::Skeleton& skeleton,
              torch::Device device, torch::ScalarType scalar, const mocap::RowShape& rows = {});

  /// Mean over poses and joints of (..., J) values, weighted by joint.
  [[nodiscard]] torch::Tensor mean(const torch::Tensor& per_joint) const;
  /// The same of (B W, J) values, weighted by frame too.
  [[nodiscard]] torch::Tensor mean_of_poses(const torch::Tensor& per_joint) const;
  /// (B, W - 1, ...) values of steps, weighted by frame.
  [[nodiscard]] torch::Tensor weighted_steps(const torch::Tensor& values) const;
};

/// Inputs of the losses for one batch of B rows, N = B W poses.
struct LossInputs {
  torch::Tensor target;       ///< (N, 4J) quaternions of true poses
  torch::Tensor prediction;   ///< (N, 4J) quaternions, of the decoder's output
  torch::Tensor logits{};     ///< (B, 1) of the discriminator on the encodings
  torch::Tensor latents{};    ///< (B, Z) encodings, sampled where the encoder is Gaussian
  torch::Tensor prior{};      ///< (B, Z) samples of N(0, I)
  torch::Tensor posterior{};  ///< (B, 2Z) mean and log variance of a Gaussian encoder
  torch::Tensor generated{};  ///< (B' W, 4J) quaternions decoded from the prior's samples
  std::int64_t step = 0;      ///< of training: chooses directions
  // Of rows with root and contacts, true ones and those of the decoder's output:
  torch::Tensor true_root{}, root{};            ///< (B, W, 4)
  torch::Tensor true_contacts{}, contacts{};    ///< (B, W, C)
  torch::Tensor true_positions{}, positions{};  ///< (B, W, J, 3), room_positions()
  torch::Tensor generated_root{};               ///< (B', W, 4)
};

/// Log variances as they count (kernels::kLargestLogVariance), with the gradient at the bound where
/// they are larger.
[[nodiscard]] torch::Tensor bounded(const torch::Tensor& log_variance);

/// A scalar tensor.
using LossFunction = std::function<torch::Tensor(const LossContext&, const LossInputs&)>;

// <name>_loss() of each term that is listed with tensors.
#define POSEAAE_TERM(name) \
  [[nodiscard]] torch::Tensor name##_loss(const LossContext& context, const LossInputs& inputs);
#define POSEAAE_FUSED_TERM(name)
#include "poseaae/objective/loss_terms.inc"
#undef POSEAAE_TERM

/// Halved sum of the cross entropies of prior samples (label `real_label`) and encodings (label 0).
[[nodiscard]] torch::Tensor discriminator_loss(const torch::Tensor& real_logits,
                                               const torch::Tensor& fake_logits,
                                               double real_label = 1.0);

/// The function of a term of objective::loss_terms(); empty where no file here has it.
[[nodiscard]] const LossFunction& loss_function(const std::string& name);

}  // namespace poseaae::torch_engine
