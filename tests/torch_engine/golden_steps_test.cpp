#include "support/golden_steps.hpp"

#include <gtest/gtest.h>
#include <torch/autograd.h>

#include "losses/losses.hpp"
#include "poseaae/torch_engine/torch_engine.hpp"
#include "tensor_io.hpp"

namespace poseaae {
namespace {

using torch_engine::LossContext;
using torch_engine::LossInputs;

constexpr double kTolerance = 1e-5;

TEST(GoldenSteps, TenStepsOfTheTutorialAgreeWithPyTorch) {
  const h5::Group root = test::golden_file();
  const auto engine = torch_engine::make_torch_engine(test::golden_setup(root));
  engine->set_learning_rates(1e-4, 5e-4);
  test::expect_ten_golden_steps(root, *engine);
}

TEST(GoldenSteps, GradientsOfEachLossAgreeWithPyTorch) {
  const h5::Group root = test::golden_file();
  const auto setup = test::golden_setup(root);
  const LossContext context(setup.objective, setup.skeleton, torch::kCPU, torch::kFloat32);
  const auto prediction = root.read<float>("first_step/prediction");
  LossInputs inputs;
  inputs.target = torch_engine::to_tensor(test::golden_batch(root, "poses", 0), torch::kCPU);
  inputs.logits = torch::zeros({16, 1});

  const auto gradient_of = [&](const auto& loss) {
    inputs.prediction = torch_engine::to_tensor(prediction.values, {16, 88}).requires_grad_(true);
    const auto gradient = torch::autograd::grad({loss()}, {inputs.prediction});
    return torch_engine::to_vector(gradient[0]);
  };
  for (const std::string name : {"norm", "position", "quaternion"}) {
    const auto actual =
        gradient_of([&] { return torch_engine::loss_function(name)(context, inputs); });
    const auto expected =
        root.read<float>(fmt::format("first_step/gradient_of_{}_wrt_prediction", name), {16, 88});
    EXPECT_LT(test::relative_difference(actual, expected), kTolerance) << name;
  }
  const auto total = gradient_of([&] {
    auto sum = torch::zeros({});
    for (std::size_t i = 0; i < setup.objective.weights.size(); ++i) {
      if (setup.objective.weights[i] == 0.0) continue;
      sum = sum + setup.objective.weights[i] *
                      torch_engine::loss_function(training::loss_terms()[i].name)(context, inputs);
    }
    return sum;
  });
  EXPECT_LT(test::relative_difference(
                total, root.read<float>("first_step/gradient_of_total_wrt_prediction", {16, 88})),
            kTolerance);
}

TEST(GoldenSteps, EncodingsAndPredictionsAgreeWithPyTorch) {
  const h5::Group root = test::golden_file();
  const auto engine = torch_engine::make_torch_engine(test::golden_setup(root));
  const auto poses = test::golden_batch(root, "poses", 0);
  const auto flat = [](const training::Batch& batch) {
    return std::vector<float>(batch.data(), batch.data() + batch.size());
  };
  EXPECT_LT(test::relative_difference(flat(engine->encode(poses)),
                                      root.read<float>("first_step/latents", {16, 8})),
            kTolerance);
  EXPECT_LT(test::relative_difference(flat(engine->reconstruct(poses)),
                                      root.read<float>("first_step/prediction", {16, 88})),
            kTolerance);
}

}  // namespace
}  // namespace poseaae
