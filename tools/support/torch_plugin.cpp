#include "support/torch_plugin.hpp"

#include <dlfcn.h>

#include "poseaae/base/error.hpp"
#include "poseaae/base/log.hpp"
#include "support/torch_library.hpp"

namespace poseaae::tools {

namespace {

const objective::EnginePlugin& plugin() {
  return torch_library("use training.engine=fused and training.device=cpu");
}

/// NVIDIA's driver is there. Without it libtorch need not be loaded to know that it has no GPU.
bool has_driver() {
  void* const driver = ::dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
  if (driver != nullptr) ::dlclose(driver);
  return driver != nullptr;
}

bool has_gpu() {
  if (!has_driver()) return false;
  try {
    return plugin().has_gpu();
  } catch (const TrainingError& problem) {
    log::warning("there may be a GPU, but training stays on the CPU: {}", problem.what());
    return false;
  }
}

}  // namespace

std::unique_ptr<objective::Engine> make_engine(const objective::EngineSetup& setup) {
  return training::make_engine(
      setup, {.has_gpu = has_gpu, .make = [](const objective::EngineSetup& wanted) {
                return std::unique_ptr<objective::Engine>(plugin().make(wanted));
              }});
}

}  // namespace poseaae::tools
