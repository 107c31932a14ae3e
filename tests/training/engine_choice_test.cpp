#include "poseaae/training/engine_choice.hpp"

#include <gtest/gtest.h>

#include "poseaae/base/error.hpp"
#include "support/golden_steps.hpp"

namespace poseaae {
namespace {

TEST(EngineChoice, FollowsTheConfigurationAndTheMachine) {
  using objective::Device;
  using objective::EngineKind;
  const auto chosen = [](EngineKind kind, Device device, bool gpu) {
    auto setup = test::golden_setup(test::golden_file());
    setup.options.kind = kind;
    setup.options.device = device;
    bool torch = false;
    const training::TensorBackend backend{.has_gpu = [gpu] { return gpu; },
                                          .make =
                                              [&](const objective::EngineSetup&) {
                                                torch = true;
                                                return std::unique_ptr<objective::Engine>();
                                              }};
    const auto engine = training::make_engine(setup, backend);
    EXPECT_EQ(engine == nullptr, torch);
    return torch ? "torch" : "fused";
  };
  EXPECT_STREQ(chosen(EngineKind::kAuto, Device::kAuto, false), "fused");
  EXPECT_STREQ(chosen(EngineKind::kAuto, Device::kCpu, true), "fused");
  EXPECT_STREQ(chosen(EngineKind::kAuto, Device::kAuto, true), "torch");
  EXPECT_STREQ(chosen(EngineKind::kAuto, Device::kCuda, false), "torch");
  EXPECT_STREQ(chosen(EngineKind::kTorch, Device::kAuto, false), "torch");
  EXPECT_STREQ(chosen(EngineKind::kFused, Device::kAuto, true), "fused");
  EXPECT_THROW((void)chosen(EngineKind::kFused, Device::kCuda, true), TrainingError);
}

}  // namespace
}  // namespace poseaae
