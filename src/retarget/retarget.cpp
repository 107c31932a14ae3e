#include "poseaae/retarget/retarget.hpp"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "figure.hpp"
#include "foot_goal.hpp"
#include "limb_pair.hpp"
#include "limb_reach.hpp"
#include "poseaae/footing/contacts.hpp"
#include "poseaae/footing/two_bone_ik.hpp"
#include "poseaae/mocap/edit.hpp"
#include "rest_relation.hpp"

namespace poseaae::retarget {

using mocap::Anatomy;
using mocap::Motion;
using mocap::Part;
using mocap::Quat;
using mocap::Skeleton;
using mocap::Vec3;
using mocap::WorldPose;

namespace {

/// One frame of the target: world rotations and places.
struct Pose {
  std::vector<Quat> rotation;
  std::vector<Vec3> at;
};

class Retargeting {
 public:
  Retargeting(const Motion& motion, const Figure& source, const Figure& target, const JointMap& map)
      : motion_(motion), source_(source), target_(target), map_(map) {
    turns_ = rest_relation(source, target, map);
    for (int j = 0; j < target.skeleton.joints(); ++j) {
      const int up = target.skeleton.parent(j);
      const Quat above = up < 0 ? Quat::Identity() : target.pose[up];
      rest_.push_back(above.conjugate() * target.pose[j]);
    }
    pairs_ = limb_pairs_of(source, target, map);
    contacts_ = footing::contacts_of(motion);
    scaling_ = scaling_of(pairs_, source, target, contacts_.floor_m);
  }

  Retargeted run() {
    const int frames = motion_.frames();
    std::vector<WorldPose> poses;
    std::vector<Pose> made;
    for (int t = 0; t < frames; ++t) {
      poses.push_back(mocap::forward_kinematics(motion_, t));
      made.push_back(turned(poses.back()));
    }
    Retargeted result{Motion(target_.skeleton, motion_.fps(), frames), map_, scaling_.room};
    for (const LimbPair& pair : pairs_) {
      if (pair.is_leg) result.goals.push_back(foot_goal(pair, poses, made));
    }
    result.sunk = sink(made, result.goals);
    std::vector<Goal> hands;
    for (LimbPair& pair : pairs_) {
      if (!pair.is_leg) hands.push_back(hand_goal(pair, poses, made));
    }
    bring_together(hands, poses, made);
    near_the_floor(hands, poses, made);
    std::ranges::move(hands, std::back_inserter(result.goals));
    for (int t = 0; t < frames; ++t) {
      for (const LimbPair& pair : pairs_) {
        const auto goal = std::ranges::find(result.goals, pair.onto.end, &Goal::joint);
        if (goal->is_foot) turn_foot(made[t], pair.onto, goal->rotations[t]);
        reach(made[t], pair, goal->positions[t]);
      }
      set(result.motion, t, made[t]);
    }
    track_the_body(result.motion, made);
    result.motion = mocap::make_continuous(std::move(result.motion));
    return result;
  }

 private:
  /// Q_i of what a joint follows.
  [[nodiscard]] Quat turn_of(const WorldPose& pose, const Match& match) const {
    const auto from_pose = [&](int i) { return pose.rotations[i] * source_.pose[i].conjugate(); };
    const Quat turn = from_pose(match.joint);
    return match.next == Match::kNone ? turn
                                      : math::slerp(turn, from_pose(match.next), match.share);
  }

  void place_all(Pose& pose) const {
    const Skeleton& skeleton = target_.skeleton;
    for (int j = 1; j < skeleton.joints(); ++j) {
      const int up = skeleton.parent(j);
      pose.at[j] = pose.at[up] + pose.rotation[up] * skeleton.offset(j);
    }
  }

  /// Rotations alone, with the hips where they belong.
  [[nodiscard]] Pose turned(const WorldPose& source) const {
    const Skeleton& skeleton = target_.skeleton;
    const auto joints = static_cast<std::size_t>(skeleton.joints());
    Pose pose{std::vector<Quat>(joints), std::vector<Vec3>(joints, Vec3::Zero())};
    for (int j = 0; j < skeleton.joints(); ++j) {
      const int up = skeleton.parent(j);
      const Match& match = map_.follows[j];
      pose.rotation[j] = match.is_matched() ? turn_of(source, match) * turns_[j] * target_.pose[j]
                                            : (up < 0 ? rest_[j] : pose.rotation[up] * rest_[j]);
    }
    place_all(pose);
    const Vec3 away = scaling_(hips_of(source)) - hips_of(pose);
    for (int j = 0; j < skeleton.joints(); ++j) {
      if (target_.plan.anatomy.part[j] != Part::kPlace) pose.at[j] += away;
    }
    return pose;
  }

  /// The middle of the hips; the pelvis where there are no legs.
  [[nodiscard]] Vec3 hips_of(const WorldPose& pose) const {
    return middle(pose.positions, &LimbPair::from, source_.plan.anatomy.pelvis);
  }
  [[nodiscard]] Vec3 hips_of(const Pose& pose) const {
    return middle(pose.at, &LimbPair::onto, target_.plan.anatomy.pelvis);
  }
  [[nodiscard]] Vec3 middle(const std::vector<Vec3>& at, LimbPlan LimbPair::*side,
                            int pelvis) const {
    Vec3 sum = Vec3::Zero();
    int count = 0;
    for (const LimbPair& pair : pairs_) {
      if (!pair.is_leg) continue;
      sum += at[(pair.*side).upper];
      ++count;
    }
    return count > 0 ? Vec3(sum / count) : at[pelvis];
  }

  [[nodiscard]] Goal foot_goal(const LimbPair& pair, const std::vector<WorldPose>& poses,
                               const std::vector<Pose>& made) const {
    std::vector<Quat> rotations;
    for (const Pose& pose : made) rotations.push_back(pose.rotation[pair.onto.end]);
    return retarget::foot_goal(pair, {source_, target_, scaling_, contacts_, motion_.fps()}, poses,
                               rotations);
  }

  [[nodiscard]] Goal hand_goal(const LimbPair& pair, const std::vector<WorldPose>& poses,
                               const std::vector<Pose>& made) const {
    Goal goal{pair.onto.end, false};
    for (std::size_t t = 0; t < poses.size(); ++t) {
      const auto& at = poses[t].positions;
      goal.rotations.push_back(made[t].rotation[pair.onto.end]);
      goal.positions.emplace_back(made[t].at[pair.onto.upper] +
                                  pair.ratio * (at[pair.from.end] - at[pair.from.upper]));
    }
    goal.scaled_positions = goal.positions;
    goal.scaled_rotations = goal.rotations;
    return goal;
  }

  /// 1 up to 10 cm, 0 from 40 cm.
  static double nearness(double distance) {
    constexpr double kNear = 0.1;
    constexpr double kFar = 0.4;
    const double s = std::clamp((kFar - distance) / (kFar - kNear), 0.0, 1.0);
    return s * s * (3.0 - 2.0 * s);
  }

  [[nodiscard]] const LimbPair& pair_of(const Goal& goal) const {
    return *std::ranges::find_if(pairs_,
                                 [&](const LimbPair& pair) { return pair.onto.end == goal.joint; });
  }

  /// `from`, moved towards `to` as far as the arm reaches. It reaches `from`.
  [[nodiscard]] Vec3 towards(const LimbPair& pair, const Pose& made, const Vec3& from,
                             const Vec3& to) const {
    const footing::Limb arm = limb_at(made, pair.onto);
    const double least = (from - arm.root).norm();
    const double reach = std::max(least, arm.extent() + footing::easy_room_of(arm));
    const Vec3 way = to - from;
    const double a = way.squaredNorm();
    const double b = way.dot(from - arm.root);
    const double c = least * least - reach * reach;
    if (a + 2.0 * b + c <= 0.0 || a < 1e-12) return to;
    return from + (std::sqrt(std::max(0.0, b * b - a * c)) - b) / a * way;
  }

  void bring_together(std::vector<Goal>& hands, const std::vector<WorldPose>& poses,
                      const std::vector<Pose>& made) const {
    if (hands.size() != 2) return;
    const LimbPair& left = pair_of(hands[0]);
    const LimbPair& right = pair_of(hands[1]);
    for (std::size_t t = 0; t < poses.size(); ++t) {
      const Vec3 apart = poses[t].positions[left.from.end] - poses[t].positions[right.from.end];
      const double share = nearness(apart.norm());
      Vec3& one = hands[0].positions[t];
      Vec3& other = hands[1].positions[t];
      const Vec3 middle = 0.5 * (one + other);
      const Vec3 half = 0.25 * (left.ratio + right.ratio) * apart;
      hands[0].scaled_positions[t] += share * (middle + half - one);
      hands[1].scaled_positions[t] += share * (middle - half - other);
      one = towards(left, made[t], one, hands[0].scaled_positions[t]);
      other = towards(right, made[t], other, hands[1].scaled_positions[t]);
    }
  }

  void near_the_floor(std::vector<Goal>& hands, const std::vector<WorldPose>& poses,
                      const std::vector<Pose>& made) const {
    for (Goal& hand : hands) {
      const LimbPair& pair = pair_of(hand);
      for (std::size_t t = 0; t < poses.size(); ++t) {
        const double wrist = poses[t].positions[pair.from.end].y() - scaling_.floor;
        const auto lowered = [&](Vec3 place) {
          place.y() += nearness(wrist) * (scaling_.floor + scaling_.room * wrist - place.y());
          return place;
        };
        Vec3& place = hand.positions[t];
        hand.scaled_positions[t] = lowered(hand.scaled_positions[t]);
        place = towards(pair, made[t], place, lowered(place));
      }
    }
  }

  static footing::Limb limb_at(const Pose& pose, const LimbPlan& limb) {
    return {pose.at[limb.upper], pose.at[limb.middle], pose.at[limb.end]};
  }

  /// Lowers the body where a leg would not reach its goal, and says by how much.
  [[nodiscard]] std::vector<double> sink(std::vector<Pose>& made,
                                         const std::vector<Goal>& feet) const {
    constexpr double kMost_m = 0.06;
    std::vector<double> needs(made.size(), 0.0);
    for (const Goal& foot : feet) {
      const LimbPlan& leg = pair_of(foot).onto;
      for (std::size_t t = 0; t < made.size(); ++t) {
        const double need = sinking_for(limb_at(made[t], leg), foot.positions[t]);
        needs[t] = std::max(needs[t], held_below(need, 0.5 * kMost_m, kMost_m));
      }
    }
    std::vector<double> course = smooth_above(needs, motion_.fps());
    for (std::size_t t = 0; t < made.size(); ++t) {
      for (int j = 0; j < target_.skeleton.joints(); ++j) {
        if (target_.plan.anatomy.part[j] != Part::kPlace) made[t].at[j].y() -= course[t];
      }
    }
    return course;
  }

  /// Turns the foot about its ankle, without the toes.
  void turn_foot(Pose& pose, const LimbPlan& leg, const Quat& rotation) const {
    const Skeleton& skeleton = target_.skeleton;
    const Quat turn = rotation * pose.rotation[leg.end].conjugate();
    std::vector<bool> turns(static_cast<std::size_t>(skeleton.joints()), false);
    for (int j = leg.end; j < skeleton.joints(); ++j) {
      turns[j] = j == leg.end || (turns[skeleton.parent(j)] && j != leg.toe);
      if (turns[j]) pose.rotation[j] = turn * pose.rotation[j];
    }
  }

  /// Turns the two long bones, and all that hangs from them but the hand or foot and what it holds.
  void reach(Pose& pose, const LimbPair& pair, const Vec3& goal) const {
    const Skeleton& skeleton = target_.skeleton;
    const LimbPlan& limb = pair.onto;
    const Quat turn = pose.rotation[limb.upper] * target_.pose[limb.upper].conjugate();
    const footing::Limb here = limb_at(pose, limb);
    const footing::Bend bend = footing::reach(here, unfolded(here, goal), turn * pair.bends_to);
    std::vector<int> below(static_cast<std::size_t>(skeleton.joints()), 0);
    for (int j = limb.upper; j < skeleton.joints(); ++j) {
      const int up = skeleton.parent(j);
      below[j] = j == limb.upper    ? 1
                 : j == limb.middle ? 2
                 : j == limb.end    ? 3
                 : up < 0           ? 0
                                    : below[up];
      if (below[j] == 1) pose.rotation[j] = bend.upper * pose.rotation[j];
      if (below[j] == 2) pose.rotation[j] = bend.lower * pose.rotation[j];
      if (below[j] > 0 && j != limb.upper) {
        pose.at[j] = pose.at[up] + pose.rotation[up] * skeleton.offset(j);
      }
    }
  }

  void set(Motion& motion, int t, const Pose& pose) const {
    const Skeleton& skeleton = target_.skeleton;
    for (int j = 0; j < skeleton.joints(); ++j) {
      const int up = skeleton.parent(j);
      motion.set_rotation(
          t, j, up < 0 ? pose.rotation[j] : pose.rotation[up].conjugate() * pose.rotation[j]);
    }
    motion.set_root_position(t, pose.at[0]);
  }

  /// Below joints that are places, the body moves by a track.
  void track_the_body(Motion& motion, const std::vector<Pose>& made) const {
    const Skeleton& skeleton = target_.skeleton;
    const int pelvis = target_.plan.anatomy.pelvis;
    if (pelvis == 0) return;
    const int up = skeleton.parent(pelvis);
    std::vector<Vec3> track;
    for (const Pose& pose : made) {
      track.emplace_back(pose.rotation[up].conjugate() * (pose.at[pelvis] - pose.at[up]));
    }
    motion.set_translation(pelvis, std::move(track));
  }

  const Motion& motion_;
  const Figure& source_;
  const Figure& target_;
  const JointMap& map_;
  std::vector<Quat> turns_;  ///< C_j
  std::vector<Quat> rest_;   ///< local rotations of the target's pose
  std::vector<LimbPair> pairs_;
  footing::Contacts contacts_;
  Scaling scaling_;
};

/// Whether all matched bones lie as those of the source do in the rest poses, times one factor.
bool is_one_rest_pose(const Skeleton& source, const Skeleton& target, const JointMap& map) {
  constexpr double kAlike = 0.99985;  // cosine of a degree
  if (!is_one_body(source, target, map)) return false;
  for (int j = 0; j < target.joints(); ++j) {
    const int i = map.follows[j].joint;
    const int up = target.parent(j);
    if (i < 0 || up < 0 || map.follows[up].joint != source.parent(i)) continue;
    const Vec3& mine = target.offset(j);
    const Vec3& theirs = source.offset(i);
    if (mine.dot(theirs) < kAlike * mine.norm() * theirs.norm()) return false;
  }
  return true;
}

std::vector<Quat> no_turns(const Skeleton& skeleton) {
  return std::vector<Quat>(static_cast<std::size_t>(skeleton.joints()), Quat::Identity());
}

}  // namespace

Retargeted retarget(const Motion& motion, const Character& target, const Overrides& overrides) {
  const Skeleton& from = motion.skeleton();
  const Skeleton& onto = target.skeleton;
  const JointMap map = match_joints(from, onto, overrides, target.bones);
  const bool same = is_one_rest_pose(from, onto, map);
  const Figure source =
      figure_of(from, body_plan_of(from), same ? no_turns(from) : character_of(motion).pose);
  const Figure figure =
      figure_of(onto, body_plan_of(onto, target.bones), same ? no_turns(onto) : target.pose);
  return Retargeting(motion, source, figure, map).run();
}

}  // namespace poseaae::retarget
