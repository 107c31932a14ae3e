#pragma once

#include <filesystem>

#include "archive.hpp"
#include "poseaae/mocap/clip.hpp"
#include "poseaae/motion_io/formats.hpp"

/// What archives of arrays hold motion in: one file for each form, read and, where it is written,
/// written.
namespace poseaae::npz {

using mocap::Clip;
using mocap::ClipOptions;
using mocap::Motion;
using mocap::MotionSource;

/// An archive that somebody asks a clip of.
struct Request {
  const Archive& archive;
  const MotionSource& source;
  const ClipOptions& options;
};

/// The frame rate: ClipOptions::source_fps, or else the number in the first of these arrays that
/// there is; 0 without any. @throws InputError for none of a recording
[[nodiscard]] double frame_rate_of(const Request& request, const std::vector<std::string>& keys);

/// AMASS: `poses` (T, 66 or more), or `root_orient` and `pose_body`, rotation vectors of SMPL's
/// joints; `trans` (T, 3); the frame rate under either spelling. Up is z, which is turned to y.
[[nodiscard]] bool is_amass(const Archive& archive);
[[nodiscard]] Clip read_amass(const Request& request);
/// @throws UsageError that names the joints of SMPL that the motion lacks
void write_amass(const std::filesystem::path& path, const Motion& motion);

/// The AI-Toolbox (D. Bisig): `/mocap/0/joint/pos_local_values` (T, 3J) and so on with time stamps.
[[nodiscard]] bool is_toolbox(const Archive& archive);
[[nodiscard]] Clip read_toolbox(const Request& request);
[[nodiscard]] std::vector<std::string> toolbox_performers(const Archive& archive);
void write_toolbox(const std::filesystem::path& path, const Motion& motion);

/// Kimodo (nv-tlabs): `posed_joints` (T, J, 3) and `global_rot_mats` (T, J, 3, 3), metres, y up.
[[nodiscard]] bool is_kimodo(const Archive& archive);
[[nodiscard]] Clip read_kimodo(const Request& request);

}  // namespace poseaae::npz
