#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/mocap/skeleton.hpp"

/// Small bodies for what depends on sides and limbs.
namespace poseaae::mocap::test {

/// A skeleton that grows joint by joint.
class Growing {
 public:
  Growing(const std::string& root, const Vec3& offset);
  /// A joint below the one named `parent`.
  Growing& joint(std::string_view parent, const std::string& name, const Vec3& offset);
  Growing& end(std::string_view parent, const Vec3& offset);
  [[nodiscard]] Skeleton skeleton() const;

 private:
  [[nodiscard]] int find(std::string_view name) const;
  std::vector<std::string> names_;
  std::vector<int> parents_;
  std::vector<Vec3> offsets_;
  std::vector<EndSite> sites_;
};

/// Hips, Spine, Chest, Neck, Head; LeftShoulder, LeftArm, LeftForeArm, LeftHand; LeftUpLeg,
/// LeftLeg, LeftFoot; and the right side. Facing +z, metres; toes as end sites.
[[nodiscard]] Growing dancer_to_grow();
[[nodiscard]] Skeleton dancer();

/// The same body under other names.
[[nodiscard]] Skeleton renamed(const Skeleton& skeleton,
                               const std::function<std::string(const std::string&)>& name);
/// joint_0, joint_1, ...
[[nodiscard]] Skeleton numbered(const Skeleton& skeleton);
/// The same body in other axes.
[[nodiscard]] Skeleton turned(const Skeleton& skeleton, const Quat& turn);

}  // namespace poseaae::mocap::test
