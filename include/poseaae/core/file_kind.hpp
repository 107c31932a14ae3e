#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "poseaae/core/error.hpp"
#include "poseaae/core/hdf5.hpp"

/// What every kind of HDF5 file of the project says of itself, and what is said when it is not.
namespace poseaae::h5 {

struct FileKind {
  const char* format;                   ///< attribute `format`: "PoseAAE model"
  double version;                       ///< attribute `version`
  const char* noun;                     ///< "model"
  const char* what;                     ///< of messages: "a PoseAAE model (best.h5, last.h5)"
  const char* remedy;                   ///< of another version: "train again"
  const char* former_format = nullptr;  ///< a name that `format` had in older files
};

/// Writes both attributes.
void write_kind(Group& root, const FileKind& kind);

/// Whether a file says that it is of this kind, in whatever version.
[[nodiscard]] bool is_kind(const Group& root, const FileKind& kind);

/// @throws ModelError for another format or version
void require_kind(const Group& root, const FileKind& kind, const std::filesystem::path& path);

/// A ModelError's message with the file's name before it, where it has none.
[[nodiscard]] std::string with_file(std::string_view message, const std::filesystem::path& path);

/// read(root) of a file of this kind. @throws InputError, ModelError; those of `read` get the
/// file's name.
template <typename Read>
[[nodiscard]] auto load(const std::filesystem::path& path, const FileKind& kind, const Read& read) {
  const Group root = open_file(path);
  try {
    require_kind(root, kind, path);
    return read(root);
  } catch (const ModelError& problem) {  // parts of a file do not know where they stand
    throw ModelError(with_file(problem.what(), path));
  }
}

/// A dataset that holds one text. @throws ModelError when it holds none or more
[[nodiscard]] std::string one_text(const Group& group, const std::string& name);

/// A dataset of one text for each entry, under its name; and back.
void write_texts(Group group, const std::map<std::string, std::string>& texts);
/// @throws ModelError
[[nodiscard]] std::map<std::string, std::string> read_texts(const Group& group);

}  // namespace poseaae::h5
