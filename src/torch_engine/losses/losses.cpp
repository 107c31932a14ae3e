#include "losses.hpp"

#include <map>

namespace poseaae::torch_engine {

LossContext::LossContext(const objective::Objective& objective, const mocap::Skeleton& skeleton,
                         torch::Device device, torch::ScalarType scalar,
                         const mocap::RowShape& shape)
    : form(objective.form),
      kinematics(skeleton, 1.0 / objective.position_unit_m(), device, scalar, objective.body),
      rows(shape),
      contact_joints(torch::tensor(std::vector<std::int64_t>(objective.contact_joints.begin(),
                                                             objective.contact_joints.end()),
                                   torch::kInt64)
                         .to(device)) {
  if (!objective.joint_weights.empty()) {
    joint_weights = torch::tensor(objective.joint_weights, torch::kFloat64).to(device, scalar);
  }
  if (!objective.frame_weights.empty()) {
    frame_weights = torch::tensor(objective.frame_weights, torch::kFloat64).to(device, scalar);
  }
}

torch::Tensor LossContext::mean(const torch::Tensor& per_joint) const {
  return joint_weights.defined() ? (per_joint * joint_weights).mean() : per_joint.mean();
}

torch::Tensor LossContext::mean_of_poses(const torch::Tensor& per_joint) const {
  if (!frame_weights.defined()) return mean(per_joint);
  return mean(per_joint.view({-1, frame_weights.size(0), per_joint.size(-1)}) *
              frame_weights.unsqueeze(1));
}

torch::Tensor LossContext::weighted_steps(const torch::Tensor& values) const {
  if (!frame_weights.defined()) return values;
  const auto last = frame_weights.size(0) - 1;
  const auto weights = 0.5 * (frame_weights.narrow(0, 0, last) + frame_weights.narrow(0, 1, last));
  return values * weights.unsqueeze(1);
}

torch::Tensor discriminator_loss(const torch::Tensor& real_logits, const torch::Tensor& fake_logits,
                                 double real_label) {
  // -log sigmoid(x) = softplus(-x), -log(1 - sigmoid(x)) = softplus(x)
  auto real = real_label * torch::softplus(-real_logits).mean();
  if (real_label != 1.0) real = real + (1.0 - real_label) * torch::softplus(real_logits).mean();
  return 0.5 * (real + torch::softplus(fake_logits).mean());
}

const LossFunction& loss_function(const std::string& name) {
  static const LossFunction none;
  static const std::map<std::string, LossFunction> functions{
#define POSEAAE_TERM(name) {#name, name##_loss},
#include "poseaae/objective/loss_terms.inc"
  };
  const auto found = functions.find(name);
  return found == functions.end() ? none : found->second;
}

}  // namespace poseaae::torch_engine
