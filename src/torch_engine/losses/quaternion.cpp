#include "losses.hpp"

namespace poseaae::torch_engine {

torch::Tensor quaternion_loss(const LossContext& context, const LossInputs& inputs) {
  const auto shape = std::vector<std::int64_t>{inputs.target.size(0), -1, 4};
  const auto truth = inputs.target.view(shape);
  const auto guess = inputs.prediction.view(shape);
  // The parts of conj(guess) * truth; the angle does not depend on the length of the guess.
  const auto w = (guess * truth).sum(-1);
  const auto guess_vector = guess.narrow(-1, 1, 3);
  const auto truth_vector = truth.narrow(-1, 1, 3);
  const auto v = guess.narrow(-1, 0, 1) * truth_vector - truth.narrow(-1, 0, 1) * guess_vector -
                 torch::cross(guess_vector, truth_vector, -1);
  const auto length = v.norm(2, -1);
  return context.mean(context.preset == training::Preset::kTutorial
                          ? torch::atan2(length, w).abs()
                          : 2 * torch::atan2(length, w.abs()));
}

}  // namespace poseaae::torch_engine
