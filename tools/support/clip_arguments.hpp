#pragma once

#include <string>
#include <vector>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/mocap/clip.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

/// A part of a clip, prepared for use, and the frames of the file that it comes from.
struct LoadedClip {
  std::string name;  ///< file name without folder and extension
  mocap::Motion motion;
  std::vector<int> frames;  ///< T: the nearest frame of the file for each frame
};

/// A positional clip ("dance.bvh", "dance.bvh:100:500") with its `--range`.
struct ClipArguments {
  std::string clip;
  std::string range;

  /// `range_flag` is "--range", or "--range-a" where there are two clips.
  void add_to(CommandLine& app, const std::string& name, const std::string& description,
              const std::string& range_flag = "--range");
  /// @throws UsageError when frames are given both ways
  [[nodiscard]] mocap::ClipReference reference() const;
};

/// The clip `clip` names, with the frames of `range` ("" for none) unless it names its own.
/// @throws UsageError when both do
[[nodiscard]] mocap::ClipReference clip_reference(const std::string& clip,
                                                  const std::string& range);

/// Reads and edits a clip; warnings go to stderr. @throws InputError, ParseError,
/// UsageError
[[nodiscard]] LoadedClip open_clip(const mocap::ClipReference& clip,
                                   const mocap::ClipOptions& options);

/// The same, and checks that it has the model's skeleton.
[[nodiscard]] LoadedClip open_clip(const mocap::ClipReference& clip,
                                   const codec::PoseAutoencoder& model,
                                   const mocap::ClipOptions& options);
/// The same, edited the way the model's training clips were.
[[nodiscard]] LoadedClip open_clip(const mocap::ClipReference& clip,
                                   const codec::PoseAutoencoder& model);

}  // namespace poseaae::tools
