#include "poseaae/mocap/conform.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <numbers>
#include <numeric>
#include <utility>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/bone_turn.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::mocap {

namespace {

constexpr double kShort = 0.01;  // metres
constexpr double kDegree = std::numbers::pi / 180.0;

/// Names the joints that `skeleton` lacks, and how to do without them.
[[noreturn]] void refuse_missing(const Skeleton& skeleton, const Standard& standard) {
  const Skeleton& target = standard.skeleton;
  std::vector<std::string> missing;
  for (const std::string& name : target.names()) {
    if (!skeleton.find(name)) missing.push_back(name);
  }
  const int j = target.first_difference(skeleton).value();
  throw UsageError(fmt::format(
      "expected the skeleton of {} ({} joints), found another with {} joints; they differ from "
      "joint {} ('{}' and '{}') on; {}",
      standard.owner, target.joints(), skeleton.joints(), j, target.name(j),
      j < skeleton.joints() ? skeleton.name(j) : "none",
      2 * missing.size() > target.names().size()
          ? "use clips of one skeleton, or have them moved onto it (data.retarget)"
          : fmt::format("use clips of one skeleton, have them moved onto it (data.retarget), or "
                        "leave out everywhere, in training too, what is missing here "
                        "(data.remove_joints: {})",
                        fmt::join(missing, ","))));
}

/// The joints of the standard, in its order, by their numbers in `skeleton`.
std::vector<int> found_in(const Skeleton& skeleton, const Standard& standard) {
  std::vector<int> found;
  for (const std::string& name : standard.skeleton.names()) {
    const auto joint = skeleton.find(name);
    if (!joint) refuse_missing(skeleton, standard);
    found.push_back(*joint);
  }
  return found;
}

/// `motion` without the joints that `target` lacks, and their names.
std::pair<Motion, std::vector<std::string>> without_others(Motion motion, const Skeleton& target) {
  std::vector<std::string> others;
  for (const std::string& name : motion.skeleton().names()) {
    if (!target.find(name)) others.push_back(name);
  }
  if (others.empty()) return {std::move(motion), others};
  return {remove_joints(motion, others), others};
}

void require_same_parents(const Skeleton& skeleton, const Standard& standard,
                          const std::vector<int>& joint) {
  const Skeleton& target = standard.skeleton;
  const auto named = [](const Skeleton& body, int j) {
    return j < 0 ? std::string("nothing") : "'" + body.name(j) + "'";
  };
  for (int j = 0; j < target.joints(); ++j) {
    const int expected = target.parent(j) < 0 ? -1 : joint[target.parent(j)];
    const int found = skeleton.parent(joint[j]);
    if (found == expected) continue;
    throw UsageError(fmt::format(
        "expected the skeleton of {}, where '{}' hangs from {}, found it hanging from {}; use "
        "clips of one skeleton, or have them moved onto it (data.retarget)",
        standard.owner, target.name(j), named(skeleton, expected), named(skeleton, found)));
  }
}

/// The same motion with joint[j] as joint j.
Motion reordered(const Motion& motion, const std::vector<int>& joint) {
  const Skeleton& skeleton = motion.skeleton();
  std::vector<int> place(joint.size());
  for (std::size_t j = 0; j < joint.size(); ++j) place[joint[j]] = static_cast<int>(j);
  std::vector<std::string> names;
  std::vector<int> parents;
  std::vector<Vec3> offsets;
  for (const int j : joint) {
    names.push_back(skeleton.name(j));
    parents.push_back(skeleton.parent(j) < 0 ? -1 : place[skeleton.parent(j)]);
    offsets.push_back(skeleton.offset(j));
  }
  std::vector<EndSite> sites = skeleton.end_sites();
  for (EndSite& site : sites) site.parent = place[site.parent];
  std::ranges::stable_sort(sites, {}, &EndSite::parent);
  Motion other({names, parents, offsets, sites}, motion.fps(), motion.frames());
  for (int t = 0; t < motion.frames(); ++t) {
    other.set_root_position(t, motion.root_position(t));
    for (int j = 0; j < other.joints(); ++j) {
      other.set_rotation(t, j, motion.rotation(t, joint[j]));
    }
  }
  for (const auto& [j, track] : motion.translations()) other.set_translation(place[j], track);
  return other;
}

/// Those that leave the joint, to children and tips, and say something.
std::vector<BonePair> bones_of(const Motion& motion, const Skeleton& target, int joint) {
  const Skeleton& skeleton = motion.skeleton();
  std::vector<BonePair> bones;
  const auto add = [&](const Vec3& here, const Vec3& there, const std::string& end) {
    if (here.norm() > kShort && there.norm() > kShort) bones.push_back({here, there, end});
  };
  for (const int child : skeleton.children(joint)) {
    if (motion.translations().contains(child)) continue;
    add(skeleton.offset(child), target.offset(child), skeleton.name(child));
  }
  const auto tips = [joint](const Skeleton& body) {
    std::vector<Vec3> offsets;
    for (const EndSite& site : body.end_sites()) {
      if (site.parent == joint) offsets.push_back(site.offset);
    }
    return offsets;
  };
  const auto here = tips(skeleton);
  const auto there = tips(target);
  if (here.size() != there.size()) return bones;
  for (std::size_t i = 0; i < here.size(); ++i) add(here[i], there[i], skeleton.name(joint));
  return bones;
}

/// All bones of the two rest poses, in the world.
std::vector<BonePair> all_bones(const Motion& motion, const Skeleton& target) {
  std::vector<BonePair> all;
  for (int j = 0; j < motion.joints(); ++j) {
    const auto bones = bones_of(motion, target, j);
    all.insert(all.end(), bones.begin(), bones.end());
  }
  return all;
}

std::vector<BonePair> within(const std::vector<BonePair>& bones, const Quat& turn, double angle) {
  std::vector<BonePair> some;
  for (const BonePair& bone : bones) {
    if (angle_between_bones(turn * bone.here, bone.there) < angle) some.push_back(bone);
  }
  return some;
}

/// The rotation of the whole rest pose: that which leaves most bones where they are in the other,
/// arms apart that hang where the others are stretched out; 1 if no more do than without it.
Quat whole_turn(const std::vector<BonePair>& bones) {
  constexpr double kAlike = 2.0 * kDegree;
  Quat turn = best_turn(bones);
  for (const double angle : {60.0, 30.0, 10.0}) {
    const auto some = within(bones, turn, angle * kDegree);
    if (some.size() > 2 && !along_one_line(some)) turn = best_turn(some);
  }
  const std::size_t as_they_are = within(bones, Quat::Identity(), kAlike).size();
  const std::size_t turned = within(bones, turn, kAlike).size();
  return turned > as_they_are + bones.size() / 4 ? turn : Quat::Identity();
}

/// @throws UsageError where one of the rest poses does not tell how its limbs are twisted
void require_shape(const std::vector<BonePair>& bones, const Standard& standard) {
  std::vector<BonePair> here;
  std::vector<BonePair> there;
  for (const BonePair& bone : bones) {
    here.push_back({bone.here, bone.here, bone.end});
    there.push_back({bone.there, bone.there, bone.end});
  }
  if (bones.size() < 4 || along_one_line(here) == along_one_line(there)) return;
  throw UsageError(fmt::format(
      "expected the rest pose of {}, found another that cannot be converted: one of the two has "
      "all bones along one line, which does not tell how limbs are twisted; use clips of one "
      "skeleton",
      standard.owner));
}

/// D_j of every joint.
std::vector<Quat> rest_turns(const Motion& motion, const Standard& standard) {
  const Skeleton& skeleton = motion.skeleton();
  const std::vector<BonePair> whole = all_bones(motion, standard.skeleton);
  require_shape(whole, standard);
  const Quat rest = whole_turn(whole);
  std::vector<Quat> turns;
  for (int j = 0; j < skeleton.joints(); ++j) {
    const Quat above = j == 0 ? rest : turns[skeleton.parent(j)];
    std::vector<BonePair> bones = bones_of(motion, standard.skeleton, j);
    for (BonePair& bone : bones) bone.here = above * bone.here;
    Quat turn = best_turn(bones);
    if (math::angle_between(turn, Quat::Identity()) < kDegree) turn = Quat::Identity();
    for (const BonePair& bone : bones) {
      const double off = angle_between_bones(turn * bone.here, bone.there) / kDegree;
      constexpr double kMaxOff = 45.0;
      constexpr double kLong = 0.05;  // metres
      if (off < kMaxOff || std::min(bone.here.norm(), bone.there.norm()) < kLong) continue;
      throw UsageError(fmt::format(
          "expected the rest pose of {}, found another that cannot be converted: of the bones of "
          "'{}', that to '{}' is {:.0f} degrees off after the best turn (at most {:.0f} are taken "
          "for another shape of body); use clips of one skeleton",
          standard.owner, skeleton.name(j), bone.end, off, kMaxOff));
    }
    turns.push_back(turn * above);
  }
  return turns;
}

bool is_none(const Quat& turn) { return turn.coeffs() == Quat::Identity().coeffs(); }

}  // namespace

Motion with_rest_turned(const Motion& motion, const std::vector<Quat>& turns) {
  const Skeleton& skeleton = motion.skeleton();
  const auto above = [&](int j) { return j == 0 ? Quat::Identity() : turns[skeleton.parent(j)]; };
  std::vector<Vec3> offsets;
  for (int j = 0; j < skeleton.joints(); ++j) offsets.push_back(above(j) * skeleton.offset(j));
  std::vector<EndSite> sites = skeleton.end_sites();
  for (EndSite& site : sites) site.offset = turns[site.parent] * site.offset;
  Motion other({skeleton.names(), skeleton.parents(), offsets, sites}, motion.fps(),
               motion.frames());
  for (int t = 0; t < motion.frames(); ++t) {
    other.set_root_position(t, motion.root_position(t));
    for (int j = 0; j < motion.joints(); ++j) {
      other.set_rotation(t, j, above(j) * motion.rotation(t, j) * turns[j].conjugate());
    }
  }
  for (auto [joint, track] : motion.translations()) {
    for (Vec3& l : track) l = above(joint) * l;
    other.set_translation(joint, std::move(track));
  }
  return other;
}

Conformed conform(Motion motion, const Standard& standard) {
  const Skeleton& target = standard.skeleton;
  (void)found_in(motion.skeleton(), standard);  // before joints are removed
  auto [kept, left_out] = without_others(std::move(motion), target);
  Conformed result{std::move(kept), std::move(left_out)};
  const std::vector<int> joint = found_in(result.motion.skeleton(), standard);
  require_same_parents(result.motion.skeleton(), standard, joint);
  if (!std::ranges::is_sorted(joint)) result.motion = reordered(result.motion, joint);

  const std::vector<Quat> turns = rest_turns(result.motion, standard);
  if (std::ranges::all_of(turns, is_none)) return result;
  for (int j = 0; j < target.joints(); ++j) {
    const double angle = math::angle_between(turns[j], Quat::Identity()) / kDegree;
    if (angle <= result.rest_angle_deg) continue;
    result.rest_angle_deg = angle;
    result.rest_joint = target.name(j);
  }
  result.motion = with_rest_turned(result.motion, turns);
  return result;
}

bool has_joints_of(const Skeleton& skeleton, const Standard& standard) {
  const Skeleton& target = standard.skeleton;
  for (int j = 0; j < target.joints(); ++j) {
    const auto joint = skeleton.find(target.name(j));
    if (!joint) return false;
    int above = skeleton.parent(*joint);  // that of the joint, once what the target lacks is gone
    while (above >= 0 && !target.find(skeleton.name(above))) above = skeleton.parent(above);
    const auto found = above < 0 ? std::nullopt : target.find(skeleton.name(above));
    if (found.value_or(-1) != target.parent(j)) return false;
  }
  return true;
}

std::vector<std::string> changes_of(const Conformed& conformed, const std::string& source,
                                    const Standard& standard) {
  std::vector<std::string> lines;
  const auto& left_out = conformed.left_out;
  if (!left_out.empty()) {
    lines.push_back(fmt::format("{}: without the joint{} {}, which {} does not have", source,
                                left_out.size() == 1 ? "" : "s", fmt::join(left_out, ", "),
                                standard.owner));
  }
  if (conformed.rest_angle_deg > 0.0) {
    lines.push_back(fmt::format(
        "{}: its rest pose differs from that of {} by up to {:.0f} degrees (at '{}'), and was "
        "converted to it",
        source, standard.owner, conformed.rest_angle_deg, conformed.rest_joint));
  }
  return lines;
}

}  // namespace poseaae::mocap
