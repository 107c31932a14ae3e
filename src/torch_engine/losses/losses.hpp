#pragma once

#include <torch/types.h>

#include <functional>
#include <string>
#include <vector>

#include "kinematics.hpp"
#include "poseaae/training/engine.hpp"

/// The loss terms as tensor functions, one file each, in the order of training::loss_terms().
namespace poseaae::torch_engine {

/// Data that are the same for every batch.
struct LossContext {
  training::Preset preset;
  Kinematics kinematics;        ///< in metres (corrected) or file units (tutorial)
  torch::Tensor joint_weights;  ///< (J) of mean 1; undefined: all alike

  LossContext(const training::Objective& objective, const mocap::Skeleton& skeleton,
              torch::Device device, torch::ScalarType scalar);

  /// Mean over poses and joints of (B, J) values, weighted by joint.
  [[nodiscard]] torch::Tensor mean(const torch::Tensor& per_joint) const;
};

/// Inputs of the losses for one batch.
struct LossInputs {
  torch::Tensor target;       ///< (B, P) true poses
  torch::Tensor prediction;   ///< (B, P) quaternions, of the decoder's output
  torch::Tensor logits{};     ///< (B, 1) of the discriminator on the encodings
  torch::Tensor latents{};    ///< (B, Z) encodings, sampled where the encoder is Gaussian
  torch::Tensor prior{};      ///< (B, Z) samples of N(0, I)
  torch::Tensor posterior{};  ///< (B, 2Z) mean and log variance of a Gaussian encoder
  torch::Tensor generated{};  ///< (B', P) quaternions decoded from the prior's samples
  std::int64_t step = 0;      ///< of training: chooses directions
};

/// A scalar tensor.
using LossFunction = std::function<torch::Tensor(const LossContext&, const LossInputs&)>;

/// (|q| - 1)^2
[[nodiscard]] torch::Tensor norm_loss(const LossContext& context, const LossInputs& inputs);
/// |p - p'| of world positions by forward kinematics. Tutorial: of the prediction as it is, file
/// units; corrected: of the normalised prediction, metres.
[[nodiscard]] torch::Tensor position_loss(const LossContext& context, const LossInputs& inputs);
/// With (w, v) = q'^-1 q. Tutorial: |atan2(|v|, w)|, where q and -q cost up to pi; corrected:
/// 2 atan2(|v|, |w|), the angle between the rotations.
[[nodiscard]] torch::Tensor quaternion_loss(const LossContext& context, const LossInputs& inputs);
/// Tutorial: binary cross entropy with its arguments swapped, 100 sigmoid(logit) under
/// PyTorch's clamp of log at -100; corrected: log(1 + e^-logit), non-saturating (Goodfellow 2014).
[[nodiscard]] torch::Tensor prior_loss(const LossContext& context, const LossInputs& inputs);

/// sqrt(theta^2 + e^2) - e of the angle theta = 2 atan2(|v|, |w|), e = kernels::kSoftAngle.
[[nodiscard]] torch::Tensor rotation_loss(const LossContext& context, const LossInputs& inputs);
/// The unbiased maximum mean discrepancy of encodings and prior samples, inverse multiquadratic
/// kernels (kernels::Table::multiquadratic); 0 for one sample.
[[nodiscard]] torch::Tensor mmd_loss(const LossContext& context, const LossInputs& inputs);
/// KL(N(mean, s^2) || N(0, I)) = sum (mean^2 + s^2 - 1 - log s^2) / 2; 0 without a posterior.
[[nodiscard]] torch::Tensor kl_loss(const LossContext& context, const LossInputs& inputs);

/// training::Slices of encodings to N(0, I), along 32 random directions and the axes.
[[nodiscard]] torch::Tensor sliced_loss(const LossContext& context, const LossInputs& inputs);
/// training::Slices of joint positions, without the root's, of generated poses to the batch's
/// first, along 64 random directions and the axes.
[[nodiscard]] torch::Tensor generated_loss(const LossContext& context, const LossInputs& inputs);

/// Halved sum of the cross entropies of prior samples (label `real_label`) and encodings (label 0).
[[nodiscard]] torch::Tensor discriminator_loss(const torch::Tensor& real_logits,
                                               const torch::Tensor& fake_logits,
                                               double real_label = 1.0);

/// The function of a term of training::loss_terms(). @throws Error when no file here has it
[[nodiscard]] const LossFunction& loss_function(const std::string& name);

}  // namespace poseaae::torch_engine
