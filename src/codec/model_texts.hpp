#pragma once

#include <string>

#include "poseaae/codec/pose_format.hpp"
#include "poseaae/mocap/clip.hpp"

/// The texts of JSON in a model's file.
namespace poseaae::codec {

/// {"joints": [{"name": "Hips", "parent": -1, "offset": [0, 0, 0]}, ...], "end_sites": [...]}, in
/// metres; of end sites likewise.
[[nodiscard]] std::string json_of(const mocap::Skeleton& skeleton);
/// @throws ModelError
[[nodiscard]] mocap::Skeleton read_skeleton(const std::string& json);

/// What a row is, but for skeleton and reference pose, and the frame rate of the training poses.
struct FormatText {
  RotationForm form = RotationForm::kQuaternion;
  std::string channels;
  std::optional<Window> window;
  double fps = 0.0;
};
/// {"fps": 30, "rotation": "6d", "channels": "rotations", "window": {"frames": 32, "hop": 24,
/// "body": 0, "fps": 30}}; no window of a model of poses.
[[nodiscard]] std::string json_of(const FormatText& format);
[[nodiscard]] FormatText read_format(const std::string& json);

/// Every field under its name (mocap::kClipOptionNames). One that a file lacks has its default.
[[nodiscard]] std::string json_of(const mocap::ClipOptions& options);
[[nodiscard]] mocap::ClipOptions read_clip_options(const std::string& json);

}  // namespace poseaae::codec
