#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "poseaae/latent/keys.hpp"
#include "poseaae/session/open_model.hpp"

/// Key files: what a motion is to be at some moments.
///
///     seconds: 4                       # of the motion, or frames: 120; default: up to the last
///     key keys:
///       - frame: 0                     # or time, in seconds
///         pose: data/waltz_sway.bvh:300   # a frame of a clip, sample:7 or mean
///         root: {x: 0, z: 0, heading_deg: 0}   # of the body in the room; height too, in metres
///       - time: 1.5
///         joints: {LeftHand: [0.3, 1.6, 0.4]}  # places in the room, metres
namespace poseaae::recipe {

struct KeyFile {
  std::vector<latent::Key> keys;  ///< in the order of their frames
  int frames = 0;
};

/// @throws InputError, ParseError with line and column; Error as OpenModel::clip() and pose() do
[[nodiscard]] KeyFile read_keys(const std::filesystem::path& file, session::OpenModel& model);
/// The same of a text; `name` appears in messages.
[[nodiscard]] KeyFile parse_keys(const std::string& yaml, const std::filesystem::path& name,
                                 session::OpenModel& model);

}  // namespace poseaae::recipe
