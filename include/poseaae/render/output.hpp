#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/motion_io/formats.hpp"
#include "poseaae/render/camera.hpp"
#include "poseaae/render/gif.hpp"
#include "poseaae/render/scene.hpp"
#include "poseaae/render/style.hpp"

/// Motion as files, by extension: .gif, .mp4, .webm and .apng are animations; .png, .svg and .pdf
/// show one pose or several side by side; .bvh, .h5 and .csv contain the motion itself.
namespace poseaae::render {

/// The most poses of a contact strip.
inline constexpr int kMaxStrip = 1000;

struct OutputOptions {
  Camera camera;
  Style style;
  /// Highest frame rate of an animation; 0: the motion's own. The speed of the motion does not
  /// change: frames are left out. A GIF has at most 50 frames per second (gif_timing()), a film 120
  /// (video_timing()), whatever is asked for.
  double fps = 0.0;
  int strip_frames = 8;        ///< poses of a contact strip
  int primary_panel = 0;       ///< whose motion .bvh, .h5 and .csv contain
  int threads = 0;             ///< that make an animation, 0: all cores; the bytes are the same
  mocap::WriteOptions motion;  ///< of files that contain the motion itself
  ProgressCallback progress;

  /// @throws UsageError
  void validate() const;
};

/// What a program can give to a file. Every format of output says which it takes: pictures and
/// scenes by src/render/format_*.cpp, scenes also by the formats of motion (motion_io/formats.hpp).
enum class Content {
  kScene,    ///< moving dancers, for write_output()
  kPicture,  ///< for write_picture()
  kTable,    ///< rows and columns as .csv
  kText,     ///< lines to read, as .txt
  kArrays,   ///< groups of numbers, as .h5
};

/// The first of the contents that `path` can take by its extension.
/// @throws UsageError for an extension that takes none of them, listing those that do
[[nodiscard]] Content content_of(const std::filesystem::path& path,
                                 const std::vector<Content>& offered);

/// One line per extension that takes a scene with what it shows, for --help.
[[nodiscard]] std::string describe_outputs();

/// Checks an output before the work starts.
/// @throws UsageError as content_of() does
/// @throws OutputError when the folder is missing or not writable, the path is a folder, or
/// something that the format needs is not installed
void check_output(const std::filesystem::path& path,
                  const std::vector<Content>& offered = {Content::kScene});

/// Writes the scene in the format that the extension names; whole or not at all.
/// @throws UsageError, OutputError
void write_output(const std::filesystem::path& path, const Scene& scene,
                  const OutputOptions& options = {});

}  // namespace poseaae::render
