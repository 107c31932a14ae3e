#pragma once

#include <string>

#include "poseaae/codec/pose_autoencoder.hpp"
#include "poseaae/mocap/clip.hpp"
#include "support/command_line.hpp"

namespace poseaae::tools {

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

/// load_clip(), and checks that the clip has the model's skeleton.
/// @throws InputError, ParseError, UsageError
[[nodiscard]] mocap::Clip open_clip(const mocap::ClipReference& clip,
                                    const codec::PoseAutoencoder& model,
                                    const mocap::ClipOptions& options);
/// The same, edited the way the model's training clips were.
[[nodiscard]] mocap::Clip open_clip(const mocap::ClipReference& clip,
                                    const codec::PoseAutoencoder& model);

}  // namespace poseaae::tools
