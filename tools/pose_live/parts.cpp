#include "pose_live/page_part.hpp"
#include "pose_live/part.hpp"

#ifdef POSEAAE_WITH_OSC
#include "pose_live/osc_part.hpp"
#endif

namespace poseaae::tools {

std::vector<std::unique_ptr<LivePart>> live_parts() {
  std::vector<std::unique_ptr<LivePart>> parts;
#ifdef POSEAAE_WITH_OSC
  parts.push_back(std::make_unique<OscPart>());
#endif
  parts.push_back(page_part());
  return parts;
}

}  // namespace poseaae::tools
