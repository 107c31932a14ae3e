#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/render/camera.hpp"
#include "poseaae/render/gif.hpp"
#include "poseaae/render/scene.hpp"
#include "poseaae/render/style.hpp"

/// Motion as files, told apart by extension: .gif moves; .png, .svg and .pdf show one pose, or a
/// contact strip of several; .bvh, .h5 and .csv carry the motion itself.
namespace poseaae::render {

struct OutputOptions {
  Camera camera;
  Style style;
  /// Highest frame rate of an animation; 0: the motion's own. Time stays real: frames are left out.
  double fps = 0.0;
  int strip_frames = 8;   ///< poses of a contact strip
  int primary_panel = 0;  ///< whose motion .bvh, .h5 and .csv carry
  int threads = 0;        ///< that make an animation, 0: all cores; the bytes are the same
  ProgressCallback progress;

  /// @throws UsageError
  void validate() const;
};

/// One line per extension with what it holds, for --help.
[[nodiscard]] std::string describe_outputs();

/// Says at once what would otherwise fail after long work.
/// @throws UsageError for an unknown extension, listing those that are known
/// @throws OutputError when the folder is missing or not writable, or the path is a folder
void check_output(const std::filesystem::path& path);

/// Writes the scene in the format that the extension names; whole or not at all.
/// @throws UsageError, OutputError
void write_output(const std::filesystem::path& path, const Scene& scene,
                  const OutputOptions& options = {});

}  // namespace poseaae::render
