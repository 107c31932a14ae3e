#include "rest_relation.hpp"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "poseaae/mocap/bone_turn.hpp"

namespace poseaae::retarget {

using mocap::Anatomy;
using mocap::BonePair;
using mocap::Part;
using mocap::Quat;
using mocap::Skeleton;
using mocap::Vec3;

namespace {

constexpr double kShort = 0.01;  // metres
constexpr double kDegree = std::numbers::pi / 180.0;

/// The joint that a joint follows alone.
int followed(const JointMap& map, int joint) {
  const Match& match = map.follows[joint];
  return match.next == Match::kNone ? match.joint : Match::kNone;
}

/// The nearest joint above that follows one; kNone for none.
int matched_above(const Skeleton& target, const JointMap& map, int joint) {
  int j = target.parent(joint);
  while (j >= 0 && !map.follows[j].is_matched()) j = target.parent(j);
  return j;
}

/// From each joint to the next that follow one below, with the end sites where both have as many.
std::vector<BonePair> bones_of(const Figure& source, const Figure& target, const JointMap& map,
                               int joint) {
  std::vector<BonePair> bones;
  const int here = followed(map, joint);
  if (here == Match::kNone) return bones;
  const auto add = [&](const Vec3& a, const Vec3& b) {
    if (a.norm() > kShort && b.norm() > kShort) bones.push_back({a, b});
  };
  for (int j = joint + 1; j < target.skeleton.joints(); ++j) {
    const int there = followed(map, j);
    if (there == Match::kNone || matched_above(target.skeleton, map, j) != joint) continue;
    add(target.at[j] - target.at[joint], source.at[there] - source.at[here]);
  }
  const Vec3 end = target.end_of(joint);
  const Vec3 other = source.end_of(here);
  if (!end.isZero() && !other.isZero()) add(end, other);
  return bones;
}

std::vector<BonePair> after(const Quat& turn, std::vector<BonePair> bones) {
  for (BonePair& bone : bones) bone.here = turn * bone.here;
  return bones;
}

const LimbPlan* limb_with(const std::vector<LimbPlan>& limbs, int joint, int LimbPlan::*what) {
  const auto found = std::ranges::find(limbs, joint, what);
  return found == limbs.end() ? nullptr : &*found;
}

/// C of bodies that are built differently.
class Relation {
 public:
  Relation(const Figure& source, const Figure& target, const JointMap& map)
      : source_(source),
        target_(target),
        map_(map),
        whole_(Eigen::Matrix3d(source.axes * target.axes.transpose())) {}

  [[nodiscard]] Quat whole() const { return whole_; }

  [[nodiscard]] Quat of(int joint, const Quat& above) const {
    const Part part = target_.plan.anatomy.part[joint];
    if (part == Part::kTorso || part == Part::kHead) return whole_;
    const auto& arms = target_.plan.arms;
    const auto& legs = target_.plan.legs;
    if (limb_with(legs, joint, &LimbPlan::toe) != nullptr) return above;
    if (const LimbPlan* leg = limb_with(legs, joint, &LimbPlan::end)) return foot(*leg);
    for (const auto* limbs : {&arms, &legs}) {
      if (const LimbPlan* limb = limb_with(*limbs, joint, &LimbPlan::upper)) {
        return turned(whole_, joint, limb->middle);
      }
      if (const LimbPlan* limb = limb_with(*limbs, joint, &LimbPlan::middle)) {
        return turned(above, joint, limb->end);
      }
    }
    if (limb_with(arms, joint, &LimbPlan::end) != nullptr) return hand(joint, above);
    if (part == Part::kArm && target_.plan.finger[joint] != Anatomy::kNone) {
      return within(above, bones_of(source_, target_, map_, joint), 60.0);
    }
    if (is_before(joint)) return collar(joint);
    return above;
  }

 private:
  [[nodiscard]] bool is_before(int joint) const {
    const auto has = [joint](const LimbPlan& limb) {
      return std::ranges::find(limb.before, joint) != limb.before.end();
    };
    return std::ranges::any_of(target_.plan.arms, has) ||
           std::ranges::any_of(target_.plan.legs, has);
  }

  /// The shortest turn of one bone on top of another rotation.
  [[nodiscard]] Quat turned(const Quat& above, int joint, int next) const {
    const int here = followed(map_, joint);
    const int there = followed(map_, next);
    if (here == Match::kNone || there == Match::kNone) return above;
    const Vec3 bone = above * (target_.at[next] - target_.at[joint]);
    const Vec3 other = source_.at[there] - source_.at[here];
    if (bone.norm() < kShort || other.norm() < kShort) return above;
    return math::rotation_between(bone, other) * above;
  }

  /// The best turn, unless it is so far that it would be none between two such bodies.
  [[nodiscard]] static Quat within(const Quat& above, const std::vector<BonePair>& bones,
                                   double most_deg) {
    const Quat turn = mocap::best_turn(after(above, bones));
    const bool near = math::angle_between(turn, Quat::Identity()) < most_deg * kDegree;
    return near ? Quat(turn * above) : above;
  }

  /// Collar bones differ from body to body; beyond 35 degrees it is the pose.
  [[nodiscard]] Quat collar(int joint) const {
    const Quat turn = mocap::best_turn(after(whole_, bones_of(source_, target_, map_, joint)));
    return math::angle_between(turn, Quat::Identity()) > 35.0 * kDegree ? Quat(turn * whole_)
                                                                        : whole_;
  }

  [[nodiscard]] Quat hand(int joint, const Quat& above) const {
    return within(above, bones_of(source_, target_, map_, joint), 75.0);
  }

  /// Both soles are level; the toes point the same way, seen from above.
  [[nodiscard]] Quat foot(const LimbPlan& leg) const {
    const int here = followed(map_, leg.end);
    const auto pointing = [](const Figure& figure, int ankle, int toe) {
      const Vec3 way =
          toe == Anatomy::kNone ? figure.end_of(ankle) : figure.at[toe] - figure.at[ankle];
      return Vec3(way - way.dot(figure.up()) * figure.up());
    };
    const auto other = std::ranges::find(source_.plan.legs, here, &LimbPlan::end);
    if (other == source_.plan.legs.end()) return whole_;
    const Vec3 mine = whole_ * pointing(target_, leg.end, leg.toe);
    const Vec3 theirs = pointing(source_, here, other->toe);
    if (mine.norm() < kShort || theirs.norm() < kShort) return whole_;
    const double angle = std::atan2(mine.cross(theirs).dot(source_.up()), mine.dot(theirs));
    return math::from_rotation_vector(angle * source_.up()) * whole_;
  }

  const Figure& source_;
  const Figure& target_;
  const JointMap& map_;
  Quat whole_;
};

}  // namespace

std::vector<Quat> rest_relation(const Figure& source, const Figure& target, const JointMap& map) {
  const bool one_body = is_one_body(source.skeleton, target.skeleton, map);
  const Relation relation(source, target, map);
  std::vector<Quat> turns;
  for (int j = 0; j < target.skeleton.joints(); ++j) {
    const bool is_place = target.plan.anatomy.part[j] == Part::kPlace;
    const Quat above = j == 0 || is_place || j == target.plan.anatomy.pelvis
                           ? relation.whole()
                           : turns[target.skeleton.parent(j)];
    if (!map.follows[j].is_matched()) {
      turns.push_back(above);
    } else if (one_body) {
      turns.push_back(mocap::best_turn(after(above, bones_of(source, target, map, j))) * above);
    } else {
      turns.push_back(relation.of(j, above));
    }
  }
  return turns;
}

bool is_one_body(const Skeleton& source, const Skeleton& target, const JointMap& map) {
  double least = std::numeric_limits<double>::infinity();
  double most = 0.0;
  int bones = 0;
  for (int j = 0; j < target.joints(); ++j) {
    if (!map.follows[j].is_matched()) continue;
    if (map.follows[j].next != Match::kNone) return false;
    const int above = matched_above(target, map, j);
    if (above < 0) continue;
    double mine = 0.0;
    for (int k = j; k != above; k = target.parent(k)) mine += target.offset(k).norm();
    double theirs = 0.0;
    int i = map.follows[j].joint;
    for (; i >= 0 && i != map.follows[above].joint; i = source.parent(i)) {
      theirs += source.offset(i).norm();
    }
    if (i < 0) return false;
    if (std::max(mine, theirs) < kShort) continue;
    if (std::min(mine, theirs) < 1e-6) return false;
    ++bones;
    least = std::min(least, mine / theirs);
    most = std::max(most, mine / theirs);
  }
  return bones > 3 && most <= 1.01 * least;
}

}  // namespace poseaae::retarget
