#pragma once

#include <map>
#include <string>
#include <vector>

#include "poseaae/mocap/skeleton.hpp"
#include "poseaae/retarget/body_plan.hpp"

namespace poseaae::retarget {

/// What a joint of the target follows: the world rotation R of a joint of the source or, where the
/// chains of a spine or a neck have other numbers of joints, one between two of them,
/// slerp(R_joint, R_next, share).
struct Match {
  static constexpr int kNone = -1;
  int joint = kNone;
  int next = kNone;
  double share = 0.0;

  [[nodiscard]] bool is_matched() const { return joint != kNone; }
  friend bool operator==(const Match&, const Match&) = default;
};

/// A joint of the target and the joint of the source that it shall follow, "" for none.
using Overrides = std::map<std::string, std::string>;

/// Which joints of two skeletons are the same, per joint of the target.
///
/// Two skeletons with the same names and parents match by these. Otherwise the chains of the two
/// bodies (BodyPlan) do: hips, head, and of each side upper arm, forearm, hand, thigh, shin, foot
/// and toes one to one; collar bones from the arm inwards; fingers by the names of the fingers,
/// from the hand outwards. Joint k of a spine of n, from the pelvis (0) to the chest (n), follows
/// place k m / n of a spine of m, so that a turn of the body is shared as evenly as it was; necks
/// likewise from chest to head. What is left matches where it has the same bare_name() and side.
/// Where the file of the target tells its bones, its chains are those (ToldBones). Joints above the
/// body match nothing, and unmatched joints stay at rest relative to their parent.
struct JointMap {
  std::vector<Match> follows;  ///< J of the target
};

/// @throws UsageError when an override names a joint that is not there, with the nearest one; when
/// nothing matches, or no arm and no leg of a target that has some
[[nodiscard]] JointMap match_joints(const mocap::Skeleton& source, const mocap::Skeleton& target,
                                    const Overrides& overrides = {}, ToldBones target_bones = {});

/// "Hips <- pelvis", "Spine1 <- spine_01 to spine_02 (0.5)", a line for each joint of the target;
/// then the joints at rest, and those of the source that nothing follows.
[[nodiscard]] std::vector<std::string> lines_of(const JointMap& map, const mocap::Skeleton& source,
                                                const mocap::Skeleton& target);

}  // namespace poseaae::retarget
