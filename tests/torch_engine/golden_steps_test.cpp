#include <gtest/gtest.h>
#include <torch/autograd.h>

#include "golden_losses.hpp"
#include "poseaae/torch_engine/torch_engine.hpp"

namespace poseaae {
namespace {

/// The engine of golden_setup() with the tutorial's learning rates.
std::unique_ptr<objective::Engine> golden_engine(const h5::Group& root) {
  auto engine = torch_engine::make_torch_engine(test::golden_setup(root));
  engine->set_learning_rates(1e-4, 5e-4);
  return engine;
}

TEST(GoldenSteps, AreOfTodaysInputs) { test::expect_todays_inputs(test::golden_file()); }

TEST(GoldenSteps, TenStepsOfTheTutorialAgreeWithPyTorch) {
  const h5::Group root = test::golden_file();
  test::expect_ten_golden_steps(root, *golden_engine(root));
}

TEST(GoldenSteps, GradientsOfTenStepsAgreeWithPyTorch) {
  const h5::Group root = test::golden_file();
  test::expect_golden_gradients(root, *golden_engine(root));
}

TEST(GoldenSteps, GradientsOfEachLossAgreeWithPyTorch) {
  const h5::Group root = test::golden_file();
  test::expect_golden_loss_gradients(root, test::golden_setup(root));
}

TEST(GoldenSteps, EncodingsAndPredictionsAgreeWithPyTorch) {
  const h5::Group root = test::golden_file();
  test::expect_golden_reconstruction(root, *golden_engine(root));
}

}  // namespace
}  // namespace poseaae
