#include "support/torch_library.hpp"

#include <fmt/format.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/plugin.hpp"

namespace poseaae::tools {

const objective::EnginePlugin& torch_library(const std::string& otherwise) {
  static const objective::EnginePlugin* const loaded = [&] {
    const auto [found, problem] = load_plugin("poseaae_torch", "poseaae_engine");
    if (found == nullptr) {
      throw TrainingError(
          fmt::format("the torch engine cannot be loaded ({}); install the package poseaae-torch "
                      "or build with -DPOSEAAE_WITH_TORCH=ON, or {}",
                      problem, otherwise));
    }
    const auto* const registered = reinterpret_cast<const objective::EnginePlugin* (*)()>(found)();
    objective::check_interface(*registered);
    return registered;
  }();
  return *loaded;
}

}  // namespace poseaae::tools
