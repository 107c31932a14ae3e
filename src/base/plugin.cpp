#include "poseaae/base/plugin.hpp"

#include <dlfcn.h>

#include <cstdlib>

#include "poseaae/base/installed.hpp"

namespace poseaae {

namespace {

std::filesystem::path folder(const char* variable, const char* from_programs) {
  const char* const named = std::getenv(variable);
  if (named != nullptr && *named != '\0') return named;
  return (program_folder() / from_programs).lexically_normal();
}

}  // namespace

std::filesystem::path plugin_folder() {
  return folder("POSEAAE_PLUGINS", POSEAAE_PLUGINS_FROM_PROGRAMS);
}

std::filesystem::path helper_program(const std::string& name) {
  return folder("POSEAAE_HELPERS", POSEAAE_HELPERS_FROM_PROGRAMS) / name;
}

PluginSymbol load_plugin(const std::string& name, const char* function) {
  const auto path = std::filesystem::absolute(plugin_folder() / (name + ".so"));
  void* const library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  void* const found = library == nullptr ? nullptr : ::dlsym(library, function);
  if (found != nullptr) return {found, ""};
  const char* const problem = ::dlerror();
  return {nullptr, problem != nullptr ? problem : path.string() + ": has no such function"};
}

}  // namespace poseaae
