#pragma once

#include <optional>
#include <string>

/// What older versions kept in HDF5 beside models.
namespace poseaae::tools {

/// Whether a file is HDF5, by how it begins. @throws InputError where there is none
[[nodiscard]] bool is_hdf5(const std::string& path);

/// Writes a file of attributes or a diffusion, of this version or an older one, to `output`, as
/// today's programs read it; or says what it is, where there is none. False, and nothing done,
/// where the file is neither: it is for the reader of models. @throws InputError, ModelError,
/// OutputError
bool export_other_kind(const std::string& input, const std::optional<std::string>& output);

}  // namespace poseaae::tools
