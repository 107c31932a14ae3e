#include <gtest/gtest.h>

#include "poseaae/fused_engine/fused_engine.hpp"
#include "reference_steps.hpp"

namespace poseaae::test {
namespace {

TEST(ReferenceSteps, FusedEngineAgreesWithPyTorch) {
  const h5::Group root = reference_steps();
  for (const int threads : {1, 2}) {
    auto setup = reference_setup(root);
    setup.options.threads = threads;
    const auto engine = fused_engine::make_fused_engine(setup);
    engine->set_learning_rates(1e-4, 5e-4);
    expect_golden_reconstruction(root, *engine);
    expect_ten_golden_steps(root, *engine);
  }
}

}  // namespace
}  // namespace poseaae::test
