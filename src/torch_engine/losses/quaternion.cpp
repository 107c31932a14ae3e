#include "losses.hpp"
#include "poseaae/kernels/table.hpp"

namespace poseaae::torch_engine {

namespace {

/// (B, J) |v| and w of conj(guess) * truth; their angle does not depend on the length of the guess.
struct Apart {
  torch::Tensor length;
  torch::Tensor w;
};

Apart apart(const LossInputs& inputs) {
  const auto shape = std::vector<std::int64_t>{inputs.target.size(0), -1, 4};
  const auto truth = inputs.target.view(shape);
  const auto guess = inputs.prediction.view(shape);
  const auto guess_vector = guess.narrow(-1, 1, 3);
  const auto truth_vector = truth.narrow(-1, 1, 3);
  const auto v = guess.narrow(-1, 0, 1) * truth_vector - truth.narrow(-1, 0, 1) * guess_vector -
                 torch::cross(guess_vector, truth_vector, -1);
  return {v.norm(2, -1), (guess * truth).sum(-1)};
}

}  // namespace

/// With (w, v) = q'^-1 q: |atan2(|v|, w)|, where q and -q cost up to pi, or the angle between the
/// rotations, 2 atan2(|v|, |w|).
torch::Tensor quaternion_loss(const LossContext& context, const LossInputs& inputs) {
  const auto [length, w] = apart(inputs);
  return context.mean_of_poses(context.form.poses == kernels::PoseLossForm::kNumbers
                                   ? torch::atan2(length, w).abs()
                                   : 2 * torch::atan2(length, w.abs()));
}

/// sqrt(theta^2 + e^2) - e of the angle theta = 2 atan2(|v|, |w|), e = kernels::kSoftAngle.
torch::Tensor rotation_loss(const LossContext& context, const LossInputs& inputs) {
  constexpr double kSoft = kernels::kSoftAngle;
  const auto [length, w] = apart(inputs);
  const auto angle = 2 * torch::atan2(length, w.abs());
  return context.mean_of_poses((angle.square() + kSoft * kSoft).sqrt() - kSoft);
}

}  // namespace poseaae::torch_engine
