#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "poseaae/base/error.hpp"
#include "poseaae/base/file_kind.hpp"
#include "poseaae/io/hdf5.hpp"

/// HDF5 files by their kind.
namespace poseaae::h5 {

using poseaae::FileKind;
using poseaae::with_file;

/// Whether a file is to be read or written as HDF5, by its name: one that ends in .h5.
[[nodiscard]] bool is_hdf5(const std::filesystem::path& path);

/// Writes both attributes.
void write_kind(Group& root, const FileKind& kind);

/// Whether a file is of this kind, in any version.
[[nodiscard]] bool is_kind(const Group& root, const FileKind& kind);

/// @throws ModelError for another format or version
void require_kind(const Group& root, const FileKind& kind, const std::filesystem::path& path);

/// read(root) of a file of this kind. @throws InputError, ModelError; errors of `read` are prefixed
/// with the file's name.
template <typename Read>
[[nodiscard]] auto load(const std::filesystem::path& path, const FileKind& kind, const Read& read) {
  const Group root = open_file(path);
  try {
    require_kind(root, kind, path);
    return read(root);
  } catch (const ModelError& problem) {  // readers of a group do not know the file's name
    throw ModelError(with_file(problem.what(), path));
  }
}

/// An attribute of the group that holds one text; in older files, a dataset. @throws ModelError
/// when it holds none or more
[[nodiscard]] std::string one_text(const Group& group, const std::string& name);

/// Writes each entry as an attribute of the group; read_texts() reads them.
void write_texts(Group group, const std::map<std::string, std::string>& texts);
/// @throws ModelError
[[nodiscard]] std::map<std::string, std::string> read_texts(const Group& group);

}  // namespace poseaae::h5
