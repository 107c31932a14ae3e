#pragma once

#include <memory>

#include "pose_live/part.hpp"

namespace poseaae::tools {

/// The page, for browsers: --page-port, --bind, --token and --no-page.
[[nodiscard]] std::unique_ptr<LivePart> page_part();

}  // namespace poseaae::tools
