#include "pose_live/page_part.hpp"
#include "pose_live/part.hpp"

namespace poseaae::tools {

std::vector<std::unique_ptr<LivePart>> live_parts() {
  std::vector<std::unique_ptr<LivePart>> parts;
  parts.push_back(page_part());
  return parts;
}

}  // namespace poseaae::tools
