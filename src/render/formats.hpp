#pragma once

#include <filesystem>

#include "poseaae/render/output.hpp"

/// The formats that output.cpp lists. A new one is a file format_<name>.cpp, a declaration here and
/// a line there.
namespace poseaae::render::formats {

void write_gif(const std::filesystem::path& path, const Scene& scene, const OutputOptions& options);
/// .png, .svg and .pdf
void write_still(const std::filesystem::path& path, const Scene& scene,
                 const OutputOptions& options);
void write_bvh(const std::filesystem::path& path, const Scene& scene, const OutputOptions& options);
void write_h5(const std::filesystem::path& path, const Scene& scene, const OutputOptions& options);
void write_csv(const std::filesystem::path& path, const Scene& scene, const OutputOptions& options);

/// The motion that data formats carry.
[[nodiscard]] const mocap::Motion& primary_motion(const Scene& scene, const OutputOptions& options);

}  // namespace poseaae::render::formats
