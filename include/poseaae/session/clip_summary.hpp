#pragma once

#include <string>

#include "poseaae/mocap/clip.hpp"

namespace poseaae::session {

/// What is in a clip, in lines for people: its format and clips, frames and rate, joints, height
/// and unit, the axis that is up, the rest pose, the way through the room, which points of the feet
/// stand for how long and how much they slide, and what a training would learn from it. Warnings of
/// the reader come first. Of a file that holds a skeleton alone, what is said of a body.
/// @throws what load_body() does
[[nodiscard]] std::string summary_of(const mocap::ClipReference& reference,
                                     const mocap::ClipOptions& options);

/// The pose without any rotation, by its arms: "T-pose (arms 2 degrees below the horizontal)". An
/// arm is the way from where it begins to its farthest joint, and the vertical that from the feet
/// to the head. Up to 20 degrees are a T-pose, up to 65 an A-pose, more are arms that hang down.
[[nodiscard]] std::string rest_pose_of(const mocap::Skeleton& skeleton);

}  // namespace poseaae::session
