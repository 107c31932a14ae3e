#pragma once

#include <filesystem>

namespace poseaae::test {

/// The folders that configuring found (poseaae_recordings_test() in cmake/Modules.cmake): real
/// recordings, golden values of some of them, and small clips with one habit of exporters each, and
/// real files of other formats.
inline std::filesystem::path mocap_dir() { return POSEAAE_MOCAP_DIR; }
inline std::filesystem::path reference_dir() { return POSEAAE_REFERENCE_DIR; }
inline std::filesystem::path cases_dir() { return POSEAAE_CASES_DIR; }
inline std::filesystem::path formats_dir() { return POSEAAE_FORMATS_DIR; }

}  // namespace poseaae::test
