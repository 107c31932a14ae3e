#pragma once

#include <filesystem>
#include <string>

/// Parts of the project that need libraries with many others behind them, and are therefore loaded
/// or run only when they are asked for.
namespace poseaae {

/// Where plug-ins lie: <prefix>/lib/.../poseaae/plugins, found from the folder of the running
/// program, so that an installation may be moved, or, where this code is an extension of another
/// program such as Python, from the folders above it. The environment variable POSEAAE_PLUGINS
/// names another folder.
[[nodiscard]] std::filesystem::path plugin_folder();

/// <prefix>/libexec/poseaae/NAME: a program that only other programs run, in the folder that the
/// environment variable POSEAAE_HELPERS names, if it does.
[[nodiscard]] std::filesystem::path helper_program(const std::string& name);

/// A function of a plug-in, or why there is none.
struct PluginSymbol {
  void* function = nullptr;
  std::string problem;  ///< the loader's words, where `function` is null
};

/// Loads plugin_folder()/NAME.so, once, and finds the function in it. A plug-in is never unloaded.
/// It finds the symbols of the program first, where that exports any, then its own.
[[nodiscard]] PluginSymbol load_plugin(const std::string& name, const char* function);

}  // namespace poseaae
