#pragma once

#include <filesystem>
#include <string>
#include <string_view>

/// The kinds of files that the project writes, and the error messages for other files.
namespace poseaae {

struct FileKind {
  const char* format;                   ///< what the file says it is: "PoseAAE model"
  double version;                       ///< of that format
  const char* noun;                     ///< "model"
  const char* what;                     ///< in messages: "a PoseAAE model (best.safetensors)"
  const char* remedy;                   ///< for another version: "train again"
  const char* former_format = nullptr;  ///< a name that `format` had in older files
};

/// The message of an error about a file, prefixed with the file's name unless it already is.
[[nodiscard]] std::string with_file(std::string_view message, const std::filesystem::path& path);

/// "expected model version 1, found 2; REMEDY": the message for another version.
[[nodiscard]] std::string other_version(const FileKind& kind, double found);

}  // namespace poseaae
