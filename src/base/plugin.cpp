#include "poseaae/base/plugin.hpp"

#include <dlfcn.h>

#include <cstdlib>

#include "poseaae/base/installed.hpp"

namespace poseaae {

namespace {

/// The file that this code was loaded from: a program, or an extension of one such as Python.
std::filesystem::path own_file() {
  Dl_info info{};
  std::error_code unknown;
  if (::dladdr(reinterpret_cast<const void*>(&load_plugin), &info) == 0) return {};
  return std::filesystem::canonical(info.dli_fname, unknown);
}

/// Of an extension: FOLDER as it stands below one of the folders that the extension is in.
std::filesystem::path beside_own_file(const std::filesystem::path& folder) {
  std::error_code unknown;
  const std::filesystem::path file = own_file();
  for (auto above = file.parent_path(); above.has_relative_path(); above = above.parent_path()) {
    if (std::filesystem::is_directory(above / folder, unknown)) return above / folder;
  }
  return {};
}

std::filesystem::path folder(const char* variable, const std::filesystem::path& from_programs) {
  const char* const named = std::getenv(variable);
  if (named != nullptr && *named != '\0') return named;
  std::error_code unknown;
  const auto usual = (program_folder() / from_programs).lexically_normal();
  if (std::filesystem::is_directory(usual, unknown)) return usual;
  const auto beside = beside_own_file(from_programs.lexically_relative(".."));
  return beside.empty() ? usual : beside;
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
