#include "losses.hpp"

#include <fmt/format.h>

#include <map>

#include "poseaae/base/error.hpp"

namespace poseaae::torch_engine {

LossContext::LossContext(const training::Objective& objective, const mocap::Skeleton& skeleton,
                         torch::Device device, torch::ScalarType scalar)
    : preset(objective.preset),
      kinematics(skeleton,
                 preset == training::Preset::kTutorial ? 1.0 / objective.file_unit_m : 1.0, device,
                 scalar) {
  if (!objective.joint_weights.empty()) {
    joint_weights = torch::tensor(objective.joint_weights, torch::kFloat64).to(device, scalar);
  }
}

torch::Tensor LossContext::mean(const torch::Tensor& per_joint) const {
  return joint_weights.defined() ? (per_joint * joint_weights).mean() : per_joint.mean();
}

torch::Tensor discriminator_loss(const torch::Tensor& real_logits, const torch::Tensor& fake_logits,
                                 double real_label) {
  // -log sigmoid(x) = softplus(-x), -log(1 - sigmoid(x)) = softplus(x)
  auto real = real_label * torch::softplus(-real_logits).mean();
  if (real_label != 1.0) real = real + (1.0 - real_label) * torch::softplus(real_logits).mean();
  return 0.5 * (real + torch::softplus(fake_logits).mean());
}

const LossFunction& loss_function(const std::string& name) {
  static const std::map<std::string, LossFunction> functions{
      {"norm", norm_loss},   {"position", position_loss}, {"quaternion", quaternion_loss},
      {"prior", prior_loss}, {"rotation", rotation_loss}, {"mmd", mmd_loss},
      {"kl", kl_loss},       {"sliced", sliced_loss},     {"generated", generated_loss},
  };
  const auto found = functions.find(name);
  if (found == functions.end()) {
    throw Error(fmt::format("the torch engine does not implement the loss '{}'", name));
  }
  return found->second;
}

}  // namespace poseaae::torch_engine
