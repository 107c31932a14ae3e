#include "pose_kernel.hpp"

#include <gtest/gtest.h>

#include "losses/losses.hpp"
#include "support/golden_steps.hpp"
#include "tensor_io.hpp"

// The kernel beside the tensor functions, which the GPU computes with.
namespace poseaae {
namespace {

using torch_engine::LossContext;
using torch_engine::LossInputs;
using training::PoseObjective;
using training::Preset;

training::Objective objective_of(Preset preset, int joints) {
  training::Objective objective;
  objective.preset = preset;
  objective.weights = {0.3, 0.7, 1.1, 0.0};
  for (int j = 0; j < joints; ++j) objective.joint_weights.push_back(j % 2 == 0 ? 0.8 : 1.2);
  return objective;
}

TEST(PoseKernel, GivesWhatTheTensorFunctionsGive) {
  const auto skeleton = test::golden_skeleton(test::golden_file());
  const torch::Tensor seed = torch::randn({21, 88}, at::make_generator<at::CPUGeneratorImpl>(31),
                                          torch::TensorOptions(torch::kFloat64));
  const auto target =
      (seed.view({21, 22, 4}) / seed.view({21, 22, 4}).norm(2, -1, true)).view({21, 88});
  const auto guess = (target + 0.4 * seed.roll(1, 0)).detach();
  for (const Preset preset : {Preset::kTutorial, Preset::kCorrected}) {
    const auto objective = objective_of(preset, skeleton.joints());
    const LossContext context(objective, skeleton, torch::kCPU, torch::kFloat64);
    const PoseObjective<double> kernel(objective, skeleton);

    const auto by_kernel = guess.clone().requires_grad_(true);
    const auto found = torch_engine::pose_terms(kernel, objective.weights, target, by_kernel);
    const auto by_tensors = guess.clone().requires_grad_(true);
    torch::Tensor total = torch::zeros({}, torch::kFloat64);
    for (std::size_t i = 0; i < kernel.kTerms.size(); ++i) {
      const auto term = torch_engine::loss_function(std::string(kernel.kTerms[i]))(
          context, LossInputs{target, by_tensors, {}});
      total = total + objective.weights[i] * term;
      EXPECT_NEAR(found.values[static_cast<std::int64_t>(i)].item<double>(), term.item<double>(),
                  1e-12 * (1 + term.item<double>()))
          << kernel.kTerms[i];
    }
    EXPECT_NEAR(found.weighted.item<double>(), total.item<double>(), 1e-12 * total.item<double>());
    // Also through the factor that a later operation puts on the sum.
    const auto actual = torch::autograd::grad({3 * found.weighted}, {by_kernel})[0];
    const auto expected = torch::autograd::grad({3 * total}, {by_tensors})[0];
    EXPECT_LT((actual - expected).abs().max().item<double>(),
              1e-11 * expected.abs().max().item<double>());
    EXPECT_FALSE(found.values.requires_grad());
  }
}

}  // namespace
}  // namespace poseaae
