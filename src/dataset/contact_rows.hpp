#pragma once

#include <vector>

#include "poseaae/mocap/clip.hpp"

namespace poseaae::dataset {

/// T x C: PoseDataset::contacts of one clip. Where its root was edited, those of its way through
/// the room before, at the nearest times.
[[nodiscard]] std::vector<unsigned char> contact_rows(const mocap::Clip& clip);

}  // namespace poseaae::dataset
