#include <gtest/gtest.h>

#include "poseaae/torch_engine/torch_engine.hpp"
#include "reference_steps.hpp"
#include "torch_engine/golden_losses.hpp"

namespace poseaae::test {
namespace {

TEST(ReferenceSteps, TorchEngineAgreesWithPyTorch) {
  const h5::Group root = reference_steps();
  const auto engine = torch_engine::make_torch_engine(reference_setup(root));
  engine->set_learning_rates(1e-4, 5e-4);
  expect_golden_reconstruction(root, *engine);
  expect_ten_golden_steps(root, *engine);
}

TEST(ReferenceSteps, GradientsOfEachLossAgreeWithPyTorch) {
  const h5::Group root = reference_steps();
  expect_golden_loss_gradients(root, reference_setup(root));
}

}  // namespace
}  // namespace poseaae::test
