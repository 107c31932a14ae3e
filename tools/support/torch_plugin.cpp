#include "support/torch_plugin.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/log.hpp"
#include "poseaae/objective/engine_plugin.hpp"

namespace poseaae::tools {

namespace {

/// From the folder of the program, the same in the build as when installed.
std::filesystem::path plugin_path() {
  return (program_folder() / POSEAAE_PLUGIN).lexically_normal();
}

/// What the library registers, loaded once for the whole run. @throws TrainingError
const objective::EnginePlugin& plugin() {
  static const objective::EnginePlugin* const loaded = [] {
    void* const library = ::dlopen(plugin_path().c_str(), RTLD_NOW | RTLD_LOCAL);
    void* const found = library == nullptr ? nullptr : ::dlsym(library, "poseaae_engine");
    if (found == nullptr) {
      throw TrainingError(fmt::format(
          "the torch engine cannot be loaded ({}); install the package poseaae-torch or build "
          "with -DPOSEAAE_WITH_TORCH=ON, or use training.engine=fused and training.device=cpu",
          ::dlerror()));
    }
    const auto* const registered = reinterpret_cast<const objective::EnginePlugin* (*)()>(found)();
    objective::check_interface(*registered);
    return registered;
  }();
  return *loaded;
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
