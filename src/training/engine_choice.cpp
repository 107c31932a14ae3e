#include "poseaae/training/engine_choice.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/training/fused_engine.hpp"

namespace poseaae::training {

void check_interface(const EnginePlugin& plugin) {
  if (plugin.interface_number == kEngineInterface) return;
  throw TrainingError(
      fmt::format("the engine's library has interface {}, this program needs {}; install both "
                  "from one version",
                  plugin.interface_number, kEngineInterface));
}

std::unique_ptr<Engine> make_engine(const EngineSetup& setup, const TensorBackend& torch) {
  switch (setup.engine) {
    case EngineKind::kTorch:
      return torch.make(setup);
    case EngineKind::kFused:
      return make_fused_engine(setup);
    case EngineKind::kAuto:
      break;
  }
  if (setup.device == Device::kCuda) return torch.make(setup);
  if (setup.device == Device::kAuto && torch.has_gpu()) return torch.make(setup);
  if (const std::string reason = why_not_fused(setup); !reason.empty()) {
    log::info("the fused engine cannot be used, because {}", reason);
    return torch.make(setup);
  }
  return make_fused_engine(setup);
}

}  // namespace poseaae::training
