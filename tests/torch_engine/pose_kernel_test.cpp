#include "pose_kernel.hpp"

#include <gtest/gtest.h>
#include <torch/autograd.h>

#include "losses/losses.hpp"
#include "rotations.hpp"
#include "support/golden_steps.hpp"
#include "tensor_io.hpp"

// The kernel beside the tensor functions, which the GPU computes with.
namespace poseaae {
namespace {

using objective::PoseObjective;
using objective::Preset;
using torch_engine::LossContext;
using torch_engine::LossInputs;

struct Form {
  Preset preset;
  kernels::RotationForm rotation;
};

objective::Objective objective_of(const Form& c, int joints) {
  objective::Objective objective;
  objective.form = test::form_of(c.preset);
  objective.rotation = c.rotation;
  objective.weights.assign(objective::loss_terms().size(), 0.0);
  objective.weights[objective::term_index("norm")] = 0.3;
  objective.weights[objective::term_index("position")] = 0.7;
  objective.weights[objective::term_index("quaternion")] = 1.1;
  if (c.preset != Preset::kTutorial) objective.weights[objective::term_index("rotation")] = 0.9;
  for (int j = 0; j < joints; ++j) objective.joint_weights.push_back(j % 2 == 0 ? 0.8 : 1.2);
  return objective;
}

TEST(PoseKernel, GivesWhatTheTensorFunctionsGive) {
  using kernels::RotationForm;
  const auto skeleton = test::golden_skeleton(test::golden_file());
  const torch::Tensor seed = torch::randn({21, 132}, at::make_generator<at::CPUGeneratorImpl>(31),
                                          torch::TensorOptions(torch::kFloat64));
  const auto raw = seed.narrow(1, 0, 88).reshape({21, 22, 4});
  const auto target = (raw / raw.norm(2, -1, true)).view({21, 88});
  for (const Form& c : {Form{Preset::kTutorial, RotationForm::kQuaternion},
                        Form{Preset::kCorrected, RotationForm::kQuaternion},
                        Form{Preset::kBest, RotationForm::kSixD}}) {
    const auto features = torch_engine::features_of_rotations(target, c.rotation);
    const auto guess = (features + 0.4 * seed.narrow(1, 0, features.size(1)).roll(1, 0)).detach();
    const auto objective = objective_of(c, skeleton.joints());
    const LossContext context(objective, skeleton, torch::kCPU, torch::kFloat64);
    const PoseObjective<double> kernel(objective, skeleton);

    const auto by_kernel = guess.clone().requires_grad_(true);
    const auto found = torch_engine::pose_terms(kernel, objective.weights, target, by_kernel);
    const auto by_tensors = guess.clone().requires_grad_(true);
    const LossInputs inputs{target, torch_engine::rotations_of_features(by_tensors, c.rotation)};
    torch::Tensor total = torch::zeros({}, torch::kFloat64);
    for (std::size_t i = 0; i < kernel.kTerms.size(); ++i) {
      const std::string name(kernel.kTerms[i]);
      const bool none = (name == "norm" && c.rotation == RotationForm::kSixD) ||
                        (name == "rotation" && c.preset == Preset::kTutorial);
      if (none) continue;
      const auto term = torch_engine::loss_function(name)(context, inputs);
      total = total + objective.weights[objective::term_index(name)] * term;
      EXPECT_NEAR(found.values[static_cast<std::int64_t>(i)].item<double>(), term.item<double>(),
                  1e-12 * (1 + term.item<double>()))
          << name;
    }
    EXPECT_NEAR(found.weighted.item<double>(), total.item<double>(), 1e-12 * total.item<double>());
    // Also through the factor that a later operation puts on the sum.
    const auto actual = torch::autograd::grad({3 * found.weighted}, {by_kernel})[0];
    const auto expected = torch::autograd::grad({3 * total}, {by_tensors})[0];
    EXPECT_LT((actual - expected).abs().max().item<double>(),
              1e-10 * expected.abs().max().item<double>());
    EXPECT_FALSE(found.values.requires_grad());
  }
}

}  // namespace
}  // namespace poseaae
