#pragma once

#include <string_view>

namespace poseaae::mocap {

/// What the name of a joint says about its place in a body, in one of many languages. Each is a
/// hint and no more: "LeftUpLeg" and "左ひざ" are of a leg, "joint_14" is of nothing.
[[nodiscard]] bool names_leg(std::string_view name);
[[nodiscard]] bool names_arm(std::string_view name);
/// A skull, not the top of it.
[[nodiscard]] bool names_head(std::string_view name);
[[nodiscard]] bool names_neck_or_head(std::string_view name);
/// What only positions a body in space: a root, a reference, a scene.
[[nodiscard]] bool names_place(std::string_view name);

}  // namespace poseaae::mocap
