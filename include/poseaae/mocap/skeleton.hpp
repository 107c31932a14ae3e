#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "poseaae/math/quaternion.hpp"

namespace poseaae::mocap {

using math::Quat;
using math::Vec3;

/// The tip of a chain: a point without a rotation of its own (BVH's End Site), used for drawing.
struct EndSite {
  int parent = 0;        ///< joint it is attached to
  Vec3 offset{0, 0, 0};  ///< metres, in the parent's frame
  std::string name;      ///< often empty

  friend bool operator==(const EndSite&, const EndSite&) = default;
};

/// The name of a joint as BVH files have it: white space, control characters and the characters
/// { } [ ] : / become '_'. Readers split lines at white space and stop names at braces, and
/// three.js moves no joint with one of the others in its name.
///
/// Two names mean the same joint if they are equal in this form: "Bip01 L Arm" is the "Bip01_L_Arm"
/// of a file that was written from it.
[[nodiscard]] std::string written_name(std::string_view name);

/// Whether a name is `pattern` or matches it as a shell pattern (`*Finger*`), as it stands or as it
/// is written.
[[nodiscard]] bool matches_joint(std::string_view name, std::string_view pattern);

/// A tree of J joints: names, parents, and offsets from the parent in metres.
///
/// The constructor guarantees: at least one joint; joint 0 is the only
/// root (parent -1); a parent's index is smaller than its child's, so one pass in order is forward
/// kinematics; names are unique and not empty; offsets are finite.
class Skeleton {
 public:
  /// @throws Error naming the joint that breaks the topology
  Skeleton(std::vector<std::string> names, std::vector<int> parents, std::vector<Vec3> offsets,
           std::vector<EndSite> end_sites = {});

  [[nodiscard]] int joints() const noexcept { return static_cast<int>(parents_.size()); }
  [[nodiscard]] const std::vector<std::string>& names() const noexcept { return names_; }
  [[nodiscard]] const std::vector<int>& parents() const noexcept { return parents_; }
  [[nodiscard]] const std::vector<Vec3>& offsets() const noexcept { return offsets_; }
  [[nodiscard]] const std::vector<EndSite>& end_sites() const noexcept { return end_sites_; }

  [[nodiscard]] const std::string& name(int joint) const { return names_.at(joint); }
  [[nodiscard]] int parent(int joint) const { return parents_.at(joint); }
  [[nodiscard]] const Vec3& offset(int joint) const { return offsets_.at(joint); }
  /// written_name() of each joint, with a number where two would be alike ("a_2").
  [[nodiscard]] std::vector<std::string> written_names() const;
  /// The joint of that name, or else the one that is written like it.
  [[nodiscard]] std::optional<int> find(std::string_view name) const;
  /// The first joint whose written name or parent is another one there, or that is missing in one
  /// of them.
  [[nodiscard]] std::optional<int> first_difference(const Skeleton& other) const;
  [[nodiscard]] std::vector<int> children(int joint) const;
  /// Joints of each level of the tree, root first: levels()[d] has the joints at depth d.
  [[nodiscard]] std::vector<std::vector<int>> levels() const;

  /// Extent along the largest axis of the rest pose (all rotations identity), end sites included;
  /// or, if larger, the longest chain to a tip; metres. If a joint has several children, joints
  /// above the first such one do not count, since they describe the way through the room. For rough
  /// comparisons.
  [[nodiscard]] double height() const;

  friend bool operator==(const Skeleton&, const Skeleton&) = default;

 private:
  std::vector<std::string> names_;
  std::vector<int> parents_;
  std::vector<Vec3> offsets_;
  std::vector<EndSite> end_sites_;
};

}  // namespace poseaae::mocap
