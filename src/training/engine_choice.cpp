#include "poseaae/training/engine_choice.hpp"

#include "poseaae/base/log.hpp"
#include "poseaae/fused_engine/fused_engine.hpp"

namespace poseaae::training {

std::unique_ptr<objective::Engine> make_engine(const objective::EngineSetup& setup,
                                               const TensorBackend& torch) {
  switch (setup.options.kind) {
    case objective::EngineKind::kTorch:
      return torch.make(setup);
    case objective::EngineKind::kFused:
      return fused_engine::make_fused_engine(setup);
    case objective::EngineKind::kAuto:
      break;
  }
  if (setup.options.device == objective::Device::kCuda) return torch.make(setup);
  if (setup.options.device == objective::Device::kAuto && torch.has_gpu()) return torch.make(setup);
  if (const std::string reason = fused_engine::why_not_fused(setup); !reason.empty()) {
    log::info("the fused engine cannot be used, because {}", reason);
    return torch.make(setup);
  }
  return fused_engine::make_fused_engine(setup);
}

}  // namespace poseaae::training
