#include "poseaae/retarget/character.hpp"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <utility>

#include "figure.hpp"
#include "poseaae/base/error.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::retarget {

using mocap::Anatomy;
using mocap::Motion;
using mocap::Part;
using mocap::Quat;
using mocap::Side;
using mocap::Skeleton;
using mocap::Vec3;

namespace {

std::vector<Quat> no_turns(const Skeleton& skeleton) {
  return std::vector<Quat>(static_cast<std::size_t>(skeleton.joints()), Quat::Identity());
}

/// Shins point down, and feet do not.
bool shows_the_body(const Figure& rest) {
  return std::ranges::all_of(rest.plan.legs, [&](const LimbPlan& leg) {
    const Vec3 shin = (rest.at[leg.end] - rest.at[leg.middle]).stableNormalized();
    const Vec3 thigh = (rest.at[leg.middle] - rest.at[leg.upper]).stableNormalized();
    const Vec3 foot = leg.toe == Anatomy::kNone ? rest.end_of(leg.end)
                                                : Vec3(rest.at[leg.toe] - rest.at[leg.end]);
    const bool pointed = !foot.isZero() && foot.dot(shin) > 0.94 * foot.norm();
    return shin.dot(rest.up()) < -0.5 && thigh.dot(rest.up()) < -0.5 && !pointed;
  });
}

/// Whether the bones of all limbs lie along axes of their joints.
bool lies_along_axes(const Skeleton& skeleton, const BodyPlan& plan) {
  constexpr double kAlong = 0.9962;  // 5 degrees
  for (const auto* limbs : {&plan.arms, &plan.legs}) {
    for (const LimbPlan& limb : *limbs) {
      for (const int j : {limb.middle, limb.end}) {
        const Vec3& bone = skeleton.offset(j);
        if (bone.cwiseAbs().maxCoeff() < kAlong * bone.norm()) return false;
      }
    }
  }
  return true;
}

/// The normalised sum on one hemisphere.
class MeanRotation {
 public:
  void add(const Quat& q) {
    const double sign = sum_.dot(q.coeffs()) < 0.0 ? -1.0 : 1.0;
    sum_ += sign * q.coeffs();
  }
  [[nodiscard]] Quat mean(const Quat& otherwise) const {
    return sum_.norm() > 1e-9 ? Quat(Eigen::Vector4d(sum_.normalized())) : otherwise;
  }

 private:
  Eigen::Vector4d sum_ = Eigen::Vector4d::Zero();
};

/// The rotation, of the 24 that map axes to axes, that is nearest.
Quat nearest_of_24(const Quat& q) {
  const Eigen::Matrix3d m = q.toRotationMatrix();
  Eigen::Matrix3d best = Eigen::Matrix3d::Identity();
  double most = -4.0;
  for (int a = 0; a < 3; ++a) {
    for (int b = 0; b < 3; ++b) {
      if (a == b) continue;
      for (const double s : {1.0, -1.0}) {
        for (const double r : {1.0, -1.0}) {
          Eigen::Matrix3d axes;
          const Vec3 x = s * Vec3::Unit(a);
          const Vec3 y = r * Vec3::Unit(b);
          axes << x, y, x.cross(y);
          const double trace = (axes.transpose() * m).trace();
          if (trace > most) {
            most = trace;
            best = axes;
          }
        }
      }
    }
  }
  return Quat(best);
}

/// The part of the forearm, or of the shin, that lies across the bone before it, summed over the
/// frames in the frame of that.
Vec3 bend_of(const Motion& motion, const std::vector<mocap::WorldPose>& poses,
             const LimbPlan& limb) {
  Vec3 sum = Vec3::Zero();
  for (const mocap::WorldPose& pose : poses) {
    const Quat back = pose.rotations[limb.upper].conjugate();
    const Vec3 bone =
        back * (pose.positions[limb.middle] - pose.positions[limb.upper]).stableNormalized();
    const Vec3 next =
        back * (pose.positions[limb.end] - pose.positions[limb.middle]).stableNormalized();
    sum += next - next.dot(bone) * bone;
  }
  return sum / std::max(1, motion.frames());
}

Vec3 nearest_axis_across(const Vec3& v, const Vec3& bone) {
  Vec3 best = v;
  double most = 0.0;
  for (int a = 0; a < 3; ++a) {
    if (std::abs(bone[a]) > 0.5 * bone.norm()) continue;
    if (std::abs(v[a]) <= most) continue;
    most = std::abs(v[a]);
    best = (v[a] < 0.0 ? -1.0 : 1.0) * Vec3::Unit(a);
  }
  return best;
}

/// The rotation that takes unit vectors a and b, b across a, to c and d.
Quat taking(const Vec3& a, const Vec3& b, const Vec3& c, const Vec3& d) {
  const auto frame = [](const Vec3& x, const Vec3& across) {
    const Vec3 y = (across - across.dot(x) * x).normalized();
    Eigen::Matrix3d m;
    m << x, y, x.cross(y);
    return m;
  };
  return Quat(Eigen::Matrix3d(frame(c, d) * frame(a, b).transpose()));
}

/// What becomes of D from the means of a motion.
class FromMotion {
 public:
  FromMotion(const Motion& motion, const BodyPlan& plan)
      : motion_(motion),
        skeleton_(motion.skeleton()),
        plan_(plan),
        along_axes_(lies_along_axes(motion.skeleton(), plan)),
        local_(static_cast<std::size_t>(motion.joints()), Quat::Identity()) {
    const Motion faced = mocap::remove_heading(motion);
    for (int t = 0; t < faced.frames(); ++t) {
      poses_.push_back(mocap::forward_kinematics(faced, t));
    }
    for (int j = 0; j < motion.joints(); ++j) {
      if (plan.anatomy.part[j] == Part::kPlace) continue;
      MeanRotation mean;
      for (int t = 0; t < faced.frames(); ++t) {
        mean.add(j == plan.anatomy.pelvis ? poses_[t].rotations[j] : faced.rotation(t, j));
      }
      local_[j] = mean.mean(Quat::Identity());
    }
  }

  [[nodiscard]] std::vector<Quat> pose() {
    pose_ = no_turns(skeleton_);
    for (int j = 0; j < skeleton_.joints(); ++j) pose_[j] = above(j) * local_[j];
    axes_ = Quat(figure_of(skeleton_, plan_, pose_).axes);
    for (int j = 0; j < skeleton_.joints(); ++j) {
      const Part part = plan_.anatomy.part[j];
      if (part == Part::kPlace) continue;
      const bool trunk = part == Part::kTorso || part == Part::kHead;
      if (trunk || is_before(j)) {
        pose_[j] = snapped(pose_[j]);
      } else if (const LimbPlan* arm = with_upper(plan_.arms, j)) {
        const double side = arm->side == Side::kRight ? -1.0 : 1.0;
        set_limb(*arm, axes_ * Vec3(side, 0.0, 0.0), axes_ * Vec3::UnitZ());
      } else if (const LimbPlan* leg = with_upper(plan_.legs, j)) {
        set_limb(*leg, axes_ * Vec3(0.0, -1.0, 0.0), axes_ * Vec3(0.0, 0.0, -1.0));
      } else if (!is_foot(j)) {
        pose_[j] = along_axes_ ? above(j) : Quat(above(j) * local_[j]);
      } else {
        pose_[j] = snapped(pose_[j]);
      }
    }
    flatten_feet();
    return pose_;
  }

 private:
  [[nodiscard]] Quat above(int joint) const {
    return joint == 0 ? Quat::Identity() : pose_[skeleton_.parent(joint)];
  }
  [[nodiscard]] Quat snapped(const Quat& q) const {
    return along_axes_ ? Quat(axes_ * nearest_of_24(axes_.conjugate() * q)) : q;
  }
  [[nodiscard]] bool is_before(int joint) const {
    const auto has = [joint](const LimbPlan& limb) {
      return std::ranges::find(limb.before, joint) != limb.before.end();
    };
    return std::ranges::any_of(plan_.arms, has) || std::ranges::any_of(plan_.legs, has);
  }
  [[nodiscard]] bool is_foot(int joint) const {
    return std::ranges::find(plan_.legs, joint, &LimbPlan::end) != plan_.legs.end();
  }
  static const LimbPlan* with_upper(const std::vector<LimbPlan>& limbs, int joint) {
    const auto found = std::ranges::find(limbs, joint, &LimbPlan::upper);
    return found == limbs.end() ? nullptr : &*found;
  }

  void set_limb(const LimbPlan& limb, const Vec3& bone_to, const Vec3& bend_to) {
    constexpr double kBends = 0.02;  // mean sine
    const Vec3 bone = skeleton_.offset(limb.middle).stableNormalized();
    Vec3 bend = bend_of(motion_, poses_, limb);
    if (bone.isZero() || bend.norm() < kBends) {
      pose_[limb.upper] = snapped(pose_[limb.upper]);
      return;
    }
    if (along_axes_) bend = nearest_axis_across(bend, bone);
    pose_[limb.upper] = taking(bone, bend, bone_to, bend_to);
  }

  /// Feet stand flat, and toes are on them as they are then.
  void flatten_feet() {
    const footing::Contacts contacts = footing::contacts_of(motion_);
    int point = 0;
    for (const footing::Foot& foot : contacts.feet) {
      const auto points = static_cast<int>(foot.sole.size());
      Vec3 up = Vec3::Zero();
      MeanRotation toes;
      const auto leg = std::ranges::find(plan_.legs, foot.ankle, &LimbPlan::end);
      const int toe = leg == plan_.legs.end() ? Anatomy::kNone : leg->toe;
      for (int t = 0; t < contacts.frames && points > 1; ++t) {
        if (!contacts.at(t, point) || !contacts.at(t, point + points - 1)) continue;
        const Quat rotation = mocap::forward_kinematics(motion_, t).rotations[foot.ankle];
        up += rotation.conjugate() * Vec3::UnitY();
        if (toe != Anatomy::kNone) toes.add(motion_.rotation(t, toe));
      }
      point += points;
      if (up.isZero()) continue;
      pose_[foot.ankle] =
          math::rotation_between(pose_[foot.ankle] * up, axes_ * Vec3::UnitY()) * pose_[foot.ankle];
      if (toe != Anatomy::kNone && skeleton_.parent(toe) == foot.ankle) {
        pose_[toe] = pose_[foot.ankle] * toes.mean(Quat::Identity());
      }
    }
  }

  const Motion& motion_;
  const Skeleton& skeleton_;
  const BodyPlan& plan_;
  bool along_axes_;
  std::vector<Quat> local_;  ///< means; of the pelvis, in a world in which it faces one way
  std::vector<mocap::WorldPose> poses_;
  std::vector<Quat> pose_;
  Quat axes_ = Quat::Identity();
};

}  // namespace

Character character_of(const Motion& motion) {
  if (motion.frames() == 0) throw UsageError("expected a motion of a character, found no frames");
  const Skeleton& skeleton = motion.skeleton();
  const BodyPlan plan = body_plan_of(skeleton);
  if (shows_the_body(figure_of(skeleton, plan, no_turns(skeleton)))) {
    return {skeleton, no_turns(skeleton)};
  }
  return {skeleton, FromMotion(motion, plan).pose()};
}

Character character_of(const Skeleton& skeleton, std::span<const float> pose) {
  Motion motion(skeleton, 1.0, 1);
  std::ranges::copy(pose, motion.rotations().begin());
  return character_of(motion);
}

}  // namespace poseaae::retarget
