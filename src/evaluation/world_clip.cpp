#include "world_clip.hpp"

#include <filesystem>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/motion_io/load_clip.hpp"

namespace poseaae::evaluation {

std::optional<mocap::Motion> clip_in_world(const dataset::PoseDataset& data,
                                           const dataset::Clip& clip) {
  std::error_code unused;
  if (!std::filesystem::is_regular_file(clip.source, unused)) return std::nullopt;
  mocap::ClipOptions options = data.clip_options;
  options.root_rotation = mocap::RootRotation::kKeep;  // on the spot, feet slide
  options.fps = data.fps;
  try {
    const mocap::Standard standard{data.skeleton, "the data"};
    mocap::Motion motion = mocap::load_clip({clip.source, 0, -1}, options, {}, &standard).motion;
    const bool same = motion.frames() == clip.frames && motion.joints() == data.skeleton.joints();
    return same ? std::optional(std::move(motion)) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;  // not a clip any more: there is nothing to compare with
  }
}

}  // namespace poseaae::evaluation
