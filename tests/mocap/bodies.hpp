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
  /// A whole body, whose root becomes a joint below the one named `parent`.
  Growing& graft(std::string_view parent, const Skeleton& body);
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
/// The same body in other axes, or another unit.
[[nodiscard]] Skeleton turned(const Skeleton& skeleton, const Quat& turn);
[[nodiscard]] Skeleton scaled(const Skeleton& skeleton, double factor);
/// The same body, in the pose in which all its joints have the rotations `frame`, as its rest pose:
/// offsets in frames that are turned against each other.
[[nodiscard]] Skeleton with_local_frames(const Skeleton& skeleton,
                                         const std::function<Quat(int)>& frame);
/// The bone to one joint changed.
[[nodiscard]] Skeleton with_bone(const Skeleton& skeleton, std::string_view joint,
                                 const std::function<Vec3(const Vec3&)>& change);
/// A depth-first order in which siblings are sorted by key; new place -> joint.
[[nodiscard]] std::vector<int> order_of(const Skeleton& skeleton, const std::vector<double>& key);
[[nodiscard]] Skeleton reordered(const Skeleton& skeleton, const std::vector<int>& order);

}  // namespace poseaae::mocap::test
