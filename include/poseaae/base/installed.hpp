#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// Files that are installed with the programs and can be named from any folder: configurations,
/// path files, scores and clips.
namespace poseaae {

/// What is looked for: "configs", "paths", "data/scores" or "data" below installed_folder().
enum class Installed { kConfig, kPathFile, kScore, kClip };

/// The folder of the running program, symbolic links resolved; empty when the system does not tell.
[[nodiscard]] std::filesystem::path program_folder();

/// <prefix>/share/poseaae, found from the folder of the running program, so that an installation
/// may be moved. In a build tree it refers to the source tree.
[[nodiscard]] std::filesystem::path installed_folder();

/// The given path (a file, a folder or a shell pattern) if anything is there, otherwise the
/// installed one of that name: "dance.yaml" and "configs/dance.yaml" both find configs/dance.yaml
/// in installed_folder(). The log says, once for each path, which one was taken. Absolute paths,
/// and those that start with "./" or "../", come back as they are.
/// @throws InputError when neither exists; the message says where it looked, and which files with
/// one of `extensions` are there, also in folders below
[[nodiscard]] std::filesystem::path find_file(const std::filesystem::path& path, Installed kind,
                                              const std::vector<std::string>& extensions = {
                                                  ".yaml"});

}  // namespace poseaae
