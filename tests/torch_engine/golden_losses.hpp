#pragma once

#include <torch/autograd.h>

#include "losses/losses.hpp"
#include "support/golden_steps.hpp"
#include "tensor_io.hpp"

namespace poseaae::test {

/// The gradient of each loss with respect to the first step's prediction, and of their sum.
inline void expect_golden_loss_gradients(const h5::Group& root,
                                         const objective::EngineSetup& setup) {
  const torch_engine::LossContext context(setup.objective, setup.skeleton, torch::kCPU,
                                          torch::kFloat32);
  const auto prediction = root.read<float>("first_step/prediction");
  torch_engine::LossInputs inputs;
  inputs.target = torch_engine::to_tensor(golden_batch(root, "poses", 0), torch::kCPU);
  inputs.logits = torch::zeros({16, 1});

  const auto expect_gradient = [&](const std::string& name, const auto& loss) {
    inputs.prediction = torch_engine::to_tensor(prediction.values, {16, 88}).requires_grad_(true);
    const auto gradient = torch::autograd::grad({loss()}, {inputs.prediction});
    const auto expected =
        root.read<float>(fmt::format("first_step/gradient_of_{}_wrt_prediction", name), {16, 88});
    EXPECT_LT(relative_difference(torch_engine::to_vector(gradient[0]), expected), kGoldenTolerance)
        << name;
  };
  for (const std::string name : {"norm", "position", "quaternion"}) {
    expect_gradient(name, [&] { return torch_engine::loss_function(name)(context, inputs); });
  }
  expect_gradient("total", [&] {
    auto sum = torch::zeros({});
    for (std::size_t i = 0; i < setup.objective.weights.size(); ++i) {
      if (setup.objective.weights[i] == 0.0) continue;
      sum = sum + setup.objective.weights[i] *
                      torch_engine::loss_function(objective::loss_terms()[i].name)(context, inputs);
    }
    return sum;
  });
}

}  // namespace poseaae::test
