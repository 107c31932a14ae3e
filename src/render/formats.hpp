#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/render/output.hpp"
#include "poseaae/render/picture.hpp"
#include "poseaae/render/video_encoder.hpp"

namespace poseaae::render {

/// A kind of file that shows a picture, a scene, or (without `write_scene`) a scene as the still()
/// of it; known by its extension. A new one is a file format_<name>.cpp that defines
/// <name>_format(), and its name in the list of CMakeLists.txt; one that holds motion stands in
/// motion_io.
struct OutputFormat {
  std::string extension;
  std::string holds;  ///< what it shows of a scene, for --help
  void (*write_picture)(const std::filesystem::path&, const Picture&) = nullptr;
  void (*write_scene)(const std::filesystem::path&, const Scene&, const OutputOptions&) = nullptr;
  /// Throws an OutputError, which begins with this name, where something that the format needs is
  /// not installed. Null where it needs nothing.
  void (*require)(const std::string& name) = nullptr;
};

/// The formats of pictures.
[[nodiscard]] std::vector<OutputFormat> picture_formats();

/// The scene as a film, by the options that concern one.
void write_film(const std::filesystem::path& path, VideoKind kind, const Scene& scene,
                const OutputOptions& options);

/// A scene as a picture: one pose, or several side by side.
[[nodiscard]] Picture still(const Scene& scene, const OutputOptions& options);

}  // namespace poseaae::render
