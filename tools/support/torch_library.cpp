#include "support/torch_library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <filesystem>

#include "poseaae/base/error.hpp"
#include "poseaae/base/installed.hpp"

namespace poseaae::tools {

namespace {

/// From the folder of the program, the same in the build as when installed.
std::filesystem::path library_path() {
  return (program_folder() / POSEAAE_PLUGIN).lexically_normal();
}

}  // namespace

const objective::EnginePlugin& torch_library(const std::string& otherwise) {
  static const objective::EnginePlugin* const loaded = [&] {
    void* const library = ::dlopen(library_path().c_str(), RTLD_NOW | RTLD_LOCAL);
    void* const found = library == nullptr ? nullptr : ::dlsym(library, "poseaae_engine");
    if (found == nullptr) {
      throw TrainingError(
          fmt::format("the torch engine cannot be loaded ({}); install the package poseaae-torch "
                      "or build with -DPOSEAAE_WITH_TORCH=ON, or {}",
                      ::dlerror(), otherwise));
    }
    const auto* const registered = reinterpret_cast<const objective::EnginePlugin* (*)()>(found)();
    objective::check_interface(*registered);
    return registered;
  }();
  return *loaded;
}

}  // namespace poseaae::tools
