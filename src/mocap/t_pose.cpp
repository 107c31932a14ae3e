#include "poseaae/mocap/t_pose.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "poseaae/mocap/anatomy.hpp"
#include "poseaae/mocap/kinematics.hpp"

namespace poseaae::mocap {

namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
/// A bone that is so far off says that the rest pose is none that a body can stand in.
constexpr double kElsewhere = 120.0 * kDegree;
constexpr double kShort = 1e-4;  // metres: such a bone has no direction

/// Where a bone points in the T-pose, and from which angle on it is turned there.
struct Direction {
  Vec3 towards{0, 0, 0};  ///< 0: stays with the bone above
  double tolerance = 0.0;
};

Direction direction_of(HumanBone bone) {
  const std::string name = name_of(bone, human_bone_names());
  const Vec3 side = name.starts_with("left") ? Vec3::UnitX() : Vec3(-Vec3::UnitX());
  const auto has = [&](const char* word) { return name.find(word) != name.npos; };
  if (has("UpperLeg") || has("LowerLeg")) return {-Vec3::UnitY(), 10.0 * kDegree};
  if (has("Foot") || has("Toes")) return {Vec3::UnitZ(), 65.0 * kDegree};
  if (has("Shoulder")) return {side, 50.0 * kDegree};
  if (has("UpperArm") || has("LowerArm")) return {side, 0.0};
  if (has("Hand")) return {side, 25.0 * kDegree};
  if (has("Thumb") || has("Eye") || has("jaw") || has("head") || has("hips")) return {};
  if (has("spine") || has("hest") || has("neck")) return {Vec3::UnitY(), 35.0 * kDegree};
  return {side, 40.0 * kDegree};  // fingers
}

double angle(const Vec3& a, const Vec3& b) { return std::atan2(a.cross(b).norm(), a.dot(b)); }

class Builder {
 public:
  explicit Builder(const Motion& motion)
      : motion_(motion),
        skeleton_(motion.skeleton()),
        anatomy_(anatomy_of(skeleton_)),
        bone_of_(human_bones_of(skeleton_, anatomy_)),
        joint_of_(joints_of_human_bones(bone_of_)),
        above_(skeleton_.joints(), -1),
        at_(skeleton_.offsets()),
        base_(skeleton_.joints(), Quat::Identity()),
        turns_(skeleton_.joints(), Quat::Identity()) {
    for (int j = 1; j < skeleton_.joints(); ++j) at_[j] += at_[skeleton_.parent(j)];
    find_bones();
    find_turns();
    if (!points_elsewhere_) return;
    const WorldPose pose = most_upright();
    at_ = pose.positions;
    base_ = pose.rotations;
    find_turns();
  }

  TPose built() const {
    TPose pose{.bones = {}, .joints = joints_, .above = {}, .turns = {}, .skeleton = skeleton()};
    for (const int j : joints_) {
      const auto above = std::ranges::find(joints_, above_[j]);
      pose.bones.push_back(*bone_of_[j]);
      pose.above.push_back(above == joints_.end() ? -1 : static_cast<int>(above - joints_.begin()));
      pose.turns.push_back(turns_[j]);
    }
    return pose;
  }

 private:
  /// joints_ and, per joint of them, the next one above: below the hips alone.
  void find_bones() {
    const int hips = joint_of_[static_cast<std::size_t>(HumanBone::kHips)];
    for (int j = 0; j < skeleton_.joints(); ++j) {
      int above = skeleton_.parent(j);
      while (above >= 0 && !bone_of_[above]) above = skeleton_.parent(above);
      above_[j] = above;
      const bool below = above >= 0 && std::ranges::find(joints_, above) != joints_.end();
      if (bone_of_[j] && (j == hips || below)) joints_.push_back(j);
    }
  }

  [[nodiscard]] int joint(HumanBone bone) const {
    return joint_of_[static_cast<std::size_t>(bone)];
  }

  /// The way from a joint to the next bone, or to its tip.
  [[nodiscard]] Vec3 way_from(int j) const {
    const bool is_hand =
        bone_of_[j] == HumanBone::kLeftHand || bone_of_[j] == HumanBone::kRightHand;
    for (const HumanBone finger : {HumanBone::kLeftMiddleProximal, HumanBone::kRightMiddleProximal,
                                   HumanBone::kLeftIndexProximal, HumanBone::kRightIndexProximal}) {
      const int next = joint(finger);
      if (is_hand && next >= 0 && above_[next] == j) return at_[next] - at_[j];
    }
    for (const int next : joints_) {
      const bool goes_on =
          above_[next] == j && bone_of_[j] && parent_of(*bone_of_[next]) == *bone_of_[j];
      if (!is_hand && goes_on) return at_[next] - at_[j];
    }
    // A spine without an upper chest goes on with the neck.
    for (const int next : joints_) {
      if (above_[next] == j && anatomy_.side[next] == Side::kMiddle) return at_[next] - at_[j];
    }
    for (const EndSite& site : skeleton_.end_sites()) {
      if (site.parent == j) return base_[j] * site.offset;
    }
    return Vec3::Zero();
  }

  /// From the axes of the rest pose to x across, y up, z ahead; 1 where it has them already.
  [[nodiscard]] Quat whole_turn() const {
    const int left = joint(HumanBone::kLeftUpperLeg);
    const int right = joint(HumanBone::kRightUpperLeg);
    const int hips = joints_[0];
    int top = hips;
    for (const HumanBone bone : {HumanBone::kSpine, HumanBone::kChest, HumanBone::kUpperChest,
                                 HumanBone::kNeck, HumanBone::kHead}) {
      if (joint(bone) >= 0) top = joint(bone);
    }
    if (left < 0 || right < 0 || top == hips) return Quat::Identity();
    const Vec3 up = at_[top] - at_[hips];
    Vec3 across = at_[left] - at_[right];
    across -= across.dot(up) / std::max(up.squaredNorm(), kShort * kShort) * up;
    if (up.norm() < kShort || across.norm() < kShort) return Quat::Identity();
    Eigen::Matrix3d axes;
    axes << across.normalized(), up.normalized(), across.cross(up).normalized();
    const Quat turn(Eigen::Matrix3d(axes.transpose()));
    if (math::angle_between(turn, Quat::Identity()) > 20.0 * kDegree) return turn;
    return points_elsewhere_ ? math::twist_about(turn, Vec3::UnitY()) : Quat::Identity();
  }

  void find_turns() {
    const Quat whole = whole_turn();
    std::vector<Quat> since_base(turns_.size());
    for (int j = 0; j < skeleton_.joints(); ++j) {
      const int parent = skeleton_.parent(j);
      Quat& turn = since_base[j] = parent < 0 ? whole : since_base[parent];
      if (bone_of_[j] && std::ranges::find(joints_, j) != joints_.end()) straighten(turn, j);
      turns_[j] = (turn * base_[j]).normalized();
    }
  }

  void straighten(Quat& turn, int j) {
    const Direction wanted = direction_of(*bone_of_[j]);
    const Vec3 way = turn * way_from(j);
    if (wanted.towards.isZero() || way.norm() < kShort) return;
    const double off = angle(way, wanted.towards);
    points_elsewhere_ = points_elsewhere_ || off > kElsewhere;
    if (off > wanted.tolerance) turn = math::rotation_between(way, wanted.towards) * turn;
  }

  /// Of up to kTries frames, the one in which legs and spine are nearest to those of the T-pose.
  [[nodiscard]] WorldPose most_upright() const {
    constexpr int kTries = 200;
    const int step = 1 + (motion_.frames() - 1) / kTries;
    WorldPose best;
    double most = -1e9;
    for (int t = 0; t < motion_.frames(); t += step) {
      WorldPose pose = forward_kinematics(motion_, t);
      double sum = 0.0;
      for (const int j : joints_) {
        const Vec3& towards = direction_of(*bone_of_[j]).towards;
        const Vec3 way = pose.positions[j] - pose.positions[std::max(above_[j], 0)];
        const double length = way.norm();
        if (above_[j] < 0 || length < kShort || std::abs(towards.y()) < 0.5) continue;
        sum += towards.dot(way) / length;
      }
      if (sum > most) best = std::move(pose);
      most = std::max(most, sum);
    }
    return best;
  }

  /// Lengths of the bones as they are in the T-pose, on the floor.
  [[nodiscard]] Skeleton skeleton() const {
    std::vector<Vec3> at(skeleton_.joints(), Vec3::Zero());
    for (int j = 1; j < skeleton_.joints(); ++j) {
      const int parent = skeleton_.parent(j);
      at[j] = at[parent] + turns_[parent] * skeleton_.offset(j);
    }
    std::vector<int> place(skeleton_.joints(), -1);
    std::vector<std::string> names;
    std::vector<int> parents;
    std::vector<Vec3> offsets;
    std::vector<EndSite> tips;
    for (const int j : joints_) {
      place[j] = static_cast<int>(names.size());
      names.push_back(skeleton_.name(j));
      parents.push_back(place[j] == 0 ? -1 : place[above_[j]]);
      offsets.push_back(place[j] == 0 ? Vec3(0, 0, 0) : Vec3(at[j] - at[above_[j]]));
    }
    double lowest = 0.0;
    for (const int j : joints_) lowest = std::min(lowest, at[j].y() - at[joints_[0]].y());
    for (const EndSite& site : skeleton_.end_sites()) {
      if (place[site.parent] < 0) continue;
      tips.push_back({place[site.parent], turns_[site.parent] * site.offset, site.name});
      const double height = at[site.parent].y() + tips.back().offset.y();
      lowest = std::min(lowest, height - at[joints_[0]].y());
    }
    // Programs scale the way by the height of the hips: without legs, that of a person stands for
    // it.
    constexpr double kHipsOfAPerson = 0.9;
    offsets[0].y() = lowest < -kShort ? -lowest : kHipsOfAPerson;
    return {names, parents, offsets, tips};
  }

  const Motion& motion_;
  const Skeleton& skeleton_;
  Anatomy anatomy_;
  std::vector<std::optional<HumanBone>> bone_of_;
  std::vector<int> joint_of_;
  std::vector<int> joints_;
  std::vector<int> above_;
  std::vector<Vec3> at_;     ///< in that pose
  std::vector<Quat> base_;   ///< rotations in the world of the pose that is made the T-pose
  std::vector<Quat> turns_;  ///< D_j
  bool points_elsewhere_ = false;
};

}  // namespace

TPose t_pose_of(const Motion& motion) { return Builder(motion).built(); }

}  // namespace poseaae::mocap
