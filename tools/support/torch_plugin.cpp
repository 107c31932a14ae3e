#include "support/torch_plugin.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"
#include "poseaae/base/log.hpp"

namespace poseaae::tools {

namespace {

/// From the folder of the program, the same in the build as when installed.
std::filesystem::path plugin_path() {
  return (program_folder() / POSEAAE_PLUGIN).lexically_normal();
}

/// The library, once for the whole run; null with `problem` set when it cannot be had.
void* plugin(std::string& problem) {
  static std::string failure;
  static void* const library = [] {
    void* handle = ::dlopen(plugin_path().c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) failure = ::dlerror();
    return handle;
  }();
  problem = failure;
  return library;
}

template <typename Function>
Function symbol(const char* name) {
  std::string problem;
  void* const library = plugin(problem);
  void* const found = library == nullptr ? nullptr : ::dlsym(library, name);
  if (found == nullptr) {
    throw TrainingError(fmt::format(
        "the torch engine cannot be loaded ({}); install the package poseaae-torch or build "
        "with -DPOSEAAE_WITH_TORCH=ON, or use training.engine=fused and training.device=cpu",
        problem.empty() ? name : problem));
  }
  return reinterpret_cast<Function>(found);
}

/// NVIDIA's driver is there. Without it libtorch need not be loaded to know that it has no GPU.
bool has_driver() {
  void* const driver = ::dlopen("libcuda.so.1", RTLD_LAZY | RTLD_LOCAL);
  if (driver != nullptr) ::dlclose(driver);
  return driver != nullptr;
}

}  // namespace

training::TensorBackend torch_plugin() {
  return {.has_gpu =
              [] {
                if (!has_driver()) return false;
                std::string problem;
                if (plugin(problem) == nullptr) {
                  log::warning(
                      "there may be a GPU, but the torch engine cannot be loaded, so training "
                      "stays on the CPU: {}",
                      problem);
                  return false;
                }
                return symbol<bool (*)()>("poseaae_torch_has_gpu")();
              },
          .make =
              [](const training::EngineSetup& setup) {
                using Make = training::Engine* (*)(const training::EngineSetup&);
                return std::unique_ptr<training::Engine>(
                    symbol<Make>("poseaae_make_torch_engine")(setup));
              }};
}

}  // namespace poseaae::tools
