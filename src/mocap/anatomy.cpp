#include "poseaae/mocap/anatomy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "anatomy_sides.hpp"
#include "body_names.hpp"
#include "body_tree.hpp"
#include "limbs.hpp"
#include "poseaae/mocap/mirror.hpp"
#include "side_names.hpp"
#include "symmetry.hpp"

namespace poseaae::mocap {

namespace {

bool has_part(const std::vector<Limbs>& limbs, Part part) {
  return std::ranges::any_of(limbs, [&](const Limbs& each) { return each.part == part; });
}

void set_branch(const BodyTree& tree, Anatomy& anatomy, int top, Part part) {
  for (const int j : tree.branch(top)) anatomy.part[j] = part;
}

/// Without limbs: the body begins below a chain whose names only place it.
int below_places(const BodyTree& tree) {
  int joint = 0;
  while (!tree.children(joint).empty() && names_place(tree.skeleton().name(joint))) {
    joint = *std::ranges::max_element(tree.children(joint), {},
                                      [&](int child) { return tree.size(child); });
  }
  return joint;
}

/// Where the body begins. All above a pelvis, which has legs, is a place; above a chest without
/// them, what is called so.
int find_pelvis(const BodyTree& tree, const std::vector<Limbs>& limbs) {
  const std::vector<Limbs> large = major(limbs, tree);
  if (large.empty()) return below_places(tree);
  int joint = large.front().at;
  for (const Limbs& each : large) joint = tree.common_ancestor(joint, each.at);
  if (has_part(limbs, Part::kLeg)) return joint;
  while (joint > 0 && !names_place(tree.skeleton().name(tree.parent(joint)))) {
    joint = tree.parent(joint);
  }
  return joint;
}

/// The branches in the middle that go on from a joint and have neither arms nor legs.
std::vector<int> ends_in_the_middle(const BodyTree& tree, const Anatomy& anatomy, int joint,
                                    const std::vector<Limbs>& limbs) {
  std::vector<int> found;
  for (const int child : tree.children(joint)) {
    const bool goes_on = std::ranges::any_of(limbs, [&](const Limbs& each) {
      return each.part != Part::kOther && tree.is_within(each.at, child);
    });
    if (anatomy.partner[child] == child && !goes_on) found.push_back(child);
  }
  return found;
}

/// The branches from one of which the neck goes on: in the middle, where the longest arms are, else
/// at the pelvis.
std::vector<int> above_the_chest(const BodyTree& tree, const Anatomy& anatomy,
                                 const std::vector<Limbs>& limbs) {
  std::vector<int> found;
  double longest = 0.0;
  for (const Limbs& each : limbs) {
    if (each.part != Part::kArm || each.reach <= longest) continue;
    std::vector<int> ends = ends_in_the_middle(tree, anatomy, each.at, limbs);
    if (ends.empty()) continue;
    longest = each.reach;
    found = std::move(ends);
  }
  if (has_part(limbs, Part::kArm)) return found;
  return ends_in_the_middle(tree, anatomy, anatomy.pelvis, limbs);
}

/// How far a branch goes on in the direction of the spine, from the pelvis to where it begins.
double rise(const BodyTree& tree, int pelvis, int top) {
  const Vec3& chest = tree.at(tree.parent(top));
  const Vec3 spine = (chest - tree.at(pelvis)).normalized();
  double highest = 0.0;
  for (const int j : tree.branch(top)) {
    highest = std::max(
        {highest, spine.dot(tree.at(j) - chest), spine.dot(tree.at(j) + tree.end(j) - chest)});
  }
  return highest;
}

int find_neck(const BodyTree& tree, int pelvis, const std::vector<int>& ends) {
  for (const int top : ends) {
    for (const int j : tree.branch(top)) {
      if (names_neck_or_head(tree.skeleton().name(j))) return top;
    }
  }
  if (ends.empty()) return Anatomy::kNone;
  // A rucksack is no head, however long its straps; without a spine, the longest branch is.
  return *std::ranges::max_element(ends, {}, [&](int top) {
    return std::pair(rise(tree, pelvis, top), tree.reach(top) + tree.skeleton().offset(top).norm());
  });
}

void find_parts(const BodyTree& tree, Anatomy& anatomy, const std::vector<Limbs>& limbs) {
  anatomy.part.assign(anatomy.partner.size(), Part::kPlace);
  anatomy.pelvis = find_pelvis(tree, limbs);
  set_branch(tree, anatomy, anatomy.pelvis, Part::kOther);
  anatomy.part[anatomy.pelvis] = Part::kTorso;
  for (const Limbs& each : limbs) {
    if (each.part == Part::kOther) continue;
    for (int j = each.at; tree.is_within(j, anatomy.pelvis); j = tree.parent(j)) {
      anatomy.part[j] = Part::kTorso;
      if (j == 0) break;
    }
    set_branch(tree, anatomy, each.one, each.part);
    set_branch(tree, anatomy, each.other, each.part);
  }
  const int neck = find_neck(tree, anatomy.pelvis, above_the_chest(tree, anatomy, limbs));
  if (neck >= 0) set_branch(tree, anatomy, neck, Part::kHead);
  for (int j = 1; j < tree.joints(); ++j) {
    const Part above = anatomy.part[tree.parent(j)];
    const bool prop = anatomy.partner[j] < 0 && above != Part::kPlace;
    if (prop) anatomy.part[j] = Part::kOther;
    if (anatomy.part[j] != Part::kOther || above == Part::kArm || above == Part::kLeg) continue;
    const std::string& name = tree.skeleton().name(j);
    if (names_leg(name)) set_branch(tree, anatomy, j, Part::kLeg);
    if (names_arm(name)) set_branch(tree, anatomy, j, Part::kArm);
  }
}

int find_head(const BodyTree& tree, const Anatomy& anatomy) {
  int top = Anatomy::kNone;
  for (int j = 0; j < tree.joints(); ++j) {
    const Part part = anatomy.part[j];
    if (part != Part::kPlace && names_head(tree.skeleton().name(j))) return j;
    if (part == Part::kHead && top < 0) top = j;
  }
  if (top < 0) return top;
  int head = top;
  while (tree.children(head).size() == 1) head = tree.children(head).front();
  const bool ends_tell = std::ranges::any_of(
      tree.skeleton().end_sites(), [](const EndSite& site) { return !site.offset.isZero(); });
  const bool is_a_point = ends_tell && tree.children(head).empty() && tree.end(head).isZero();
  return is_a_point && head != top ? tree.parent(head) : head;
}

std::vector<int> find_feet(const BodyTree& tree, const Anatomy& anatomy) {
  std::vector<int> feet;
  for (int j = 1; j < tree.joints(); ++j) {
    const bool begins = anatomy.part[j] == Part::kLeg && anatomy.part[tree.parent(j)] != Part::kLeg;
    if (begins) feet.push_back(tree.tip(j));
  }
  return feet;
}

/// What the names would have, and what is in its place.
std::string broken_name(const Skeleton& skeleton, const Anatomy& anatomy) {
  for (int j = 1; j < skeleton.joints(); ++j) {
    const auto other = other_side(skeleton.name(j));
    const bool paired = anatomy.partner[j] >= 0 && anatomy.partner[j] != j;
    if (!other || paired || anatomy.part[j] == Part::kPlace) continue;
    const auto found = skeleton.find(other->name);
    if (!found) {
      return fmt::format("joint '{}' has no counterpart, expected '{}' in the skeleton",
                         skeleton.name(j), other->name);
    }
    const int expected = anatomy.partner[skeleton.parent(j)];
    const int there = skeleton.parent(*found);
    if (expected < 0 || there == expected) continue;
    return fmt::format(
        "joint '{}' has the parent '{}', expected '{}', because the parent of its counterpart "
        "'{}' is '{}'",
        skeleton.name(*found), there < 0 ? "nothing" : skeleton.name(there),
        skeleton.name(expected), skeleton.name(j), skeleton.name(skeleton.parent(j)));
  }
  return "";
}

std::string reason_against(const Skeleton& skeleton, const Anatomy& anatomy) {
  int body = 0;
  int alone = 0;
  int paired = 0;
  int first_alone = Anatomy::kNone;
  for (int j = 0; j < skeleton.joints(); ++j) {
    if (anatomy.part[j] == Part::kPlace) continue;
    ++body;
    paired += anatomy.partner[j] >= 0 && anatomy.partner[j] != j ? 1 : 0;
    alone += anatomy.partner[j] < 0 ? 1 : 0;
    if (anatomy.partner[j] < 0 && first_alone < 0) first_alone = j;
  }
  constexpr int kShare = 4;  // one joint in four may have no counterpart
  if (paired > 0 && kShare * alone <= body) return "";
  if (std::string broken = broken_name(skeleton, anatomy); !broken.empty()) return broken;
  if (paired == 0) return "no two branches of the skeleton are mirror images of each other";
  return fmt::format("{} of {} joints have no counterpart, the first of them '{}'", alone, body,
                     skeleton.name(first_alone));
}

}  // namespace

Anatomy anatomy_of(const Skeleton& skeleton) {
  const BodyTree tree(skeleton);
  const NamedSides named = named_sides(skeleton);
  Anatomy anatomy;
  anatomy.partner = partners_by_shape(tree, named.partner);
  find_parts(tree, anatomy, find_limbs(tree, anatomy.partner));
  anatomy.head = find_head(tree, anatomy);
  anatomy.feet = find_feet(tree, anatomy);
  anatomy.side = sides_of(tree, anatomy, named);
  anatomy.why_no_mirror = reason_against(skeleton, anatomy);
  return anatomy;
}

}  // namespace poseaae::mocap
