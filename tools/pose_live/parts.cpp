#include "pose_live/part.hpp"

namespace poseaae::tools {

std::vector<std::unique_ptr<LivePart>> live_parts() {
  std::vector<std::unique_ptr<LivePart>> parts;
  return parts;
}

}  // namespace poseaae::tools
