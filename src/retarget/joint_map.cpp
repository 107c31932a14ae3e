#include "poseaae/retarget/joint_map.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "poseaae/base/error.hpp"

namespace poseaae::retarget {

using mocap::Anatomy;
using mocap::Part;
using mocap::Side;
using mocap::Skeleton;

namespace {

/// Both bodies, and what is found.
struct Matching {
  const Skeleton& source;
  const Skeleton& target;
  BodyPlan from;
  BodyPlan onto;
  std::vector<Match> follows;

  void match(int target_joint, int source_joint) {
    if (target_joint == Anatomy::kNone || source_joint == Anatomy::kNone) return;
    if (!follows[target_joint].is_matched()) follows[target_joint] = {source_joint};
  }
};

/// Every joint of the target's body has one of its name in the source, below the same one.
bool same_names(const Matching& m) {
  for (int j = 0; j < m.target.joints(); ++j) {
    if (m.onto.anatomy.part[j] == Part::kPlace) continue;
    const auto found = m.source.find(m.target.name(j));
    if (!found) return false;
    if (j == m.onto.anatomy.pelvis) continue;
    const int expected = m.source.parent(*found);
    if (expected < 0 || m.source.find(m.target.name(m.target.parent(j))) != expected) return false;
  }
  return true;
}

void match_by_names(Matching& m) {
  for (int j = 0; j < m.target.joints(); ++j) {
    if (m.onto.anatomy.part[j] == Part::kPlace) continue;
    m.match(j, m.source.find(m.target.name(j)).value());
  }
}

/// Joints between and at both ends of two chains by how far along they are. The ends themselves
/// match what matches them elsewhere.
void match_chain(Matching& m, const std::vector<int>& from, const std::vector<int>& onto) {
  const auto n = static_cast<double>(onto.size() - 1);
  const auto last = from.size() - 1;
  for (std::size_t k = 1; k < onto.size(); ++k) {
    const double place = static_cast<double>(k) * static_cast<double>(last) / n;
    const auto below = static_cast<std::size_t>(place + 1e-9);
    const double share = place - static_cast<double>(below);
    if (m.follows[onto[k]].is_matched()) continue;
    if (share < 1e-9) {
      m.follows[onto[k]] = {from[below]};
    } else {
      m.follows[onto[k]] = {from[below], from[below + 1], share};
    }
  }
}

std::vector<int> trunk(const BodyPlan& plan, int bottom) {
  std::vector<int> chain{bottom};
  chain.insert(chain.end(), plan.spine.begin(), plan.spine.end());
  return chain;
}

std::vector<int> nape(const BodyPlan& plan) {
  std::vector<int> chain{plan.chest()};
  chain.insert(chain.end(), plan.neck.begin(), plan.neck.end());
  if (plan.head != Anatomy::kNone) chain.push_back(plan.head);
  return chain;
}

/// The joints of each finger below a wrist, from the palm outwards.
std::vector<std::vector<int>> fingers_below(const Skeleton& skeleton, const BodyPlan& plan,
                                            int wrist) {
  std::vector<std::vector<int>> fingers(5);
  std::vector<bool> within(static_cast<std::size_t>(skeleton.joints()), false);
  within[wrist] = true;
  for (int j = wrist + 1; j < skeleton.joints(); ++j) {
    within[j] = within[skeleton.parent(j)];
    if (!within[j]) continue;
    if (plan.finger[j] != Anatomy::kNone) fingers[plan.finger[j]].push_back(j);
  }
  return fingers;
}

void match_fingers(Matching& m, int from, int onto) {
  const auto here = fingers_below(m.source, m.from, from);
  const auto there = fingers_below(m.target, m.onto, onto);
  for (std::size_t f = 0; f < here.size(); ++f) {
    for (std::size_t k = 0; k < std::min(here[f].size(), there[f].size()); ++k) {
      m.match(there[f][k], here[f][k]);
    }
  }
}

void match_limb(Matching& m, const LimbPlan& from, const LimbPlan& onto) {
  m.match(onto.upper, from.upper);
  m.match(onto.middle, from.middle);
  m.match(onto.end, from.end);
  m.match(onto.toe, from.toe);
  const std::size_t both = std::min(from.before.size(), onto.before.size());
  for (std::size_t k = 1; k <= both; ++k) {
    m.match(onto.before[onto.before.size() - k], from.before[from.before.size() - k]);
  }
}

void match_limbs(Matching& m, const std::vector<LimbPlan>& from, const std::vector<LimbPlan>& onto,
                 bool arms) {
  for (const LimbPlan& limb : onto) {
    const auto same = std::ranges::find(from, limb.side, &LimbPlan::side);
    if (same == from.end()) continue;
    match_limb(m, *same, limb);
    if (arms) match_fingers(m, same->end, limb.end);
  }
}

/// Hips, spine, neck and head.
void match_trunk(Matching& m) {
  m.match(m.onto.hips, m.from.hips);
  m.match(m.onto.anatomy.pelvis, m.from.hips);
  match_chain(m, trunk(m.from, m.from.anatomy.pelvis), trunk(m.onto, m.onto.anatomy.pelvis));
  m.match(m.onto.head, m.from.head);
  if (m.from.head != Anatomy::kNone && m.onto.head != Anatomy::kNone) {
    match_chain(m, nape(m.from), nape(m.onto));
  }
}

/// What has the same bare name on the same side, and is left on both.
void match_the_rest(Matching& m) {
  std::set<int> taken;
  for (const Match& match : m.follows) taken.insert(match.joint);
  for (int j = 0; j < m.target.joints(); ++j) {
    if (m.follows[j].is_matched() || m.onto.anatomy.part[j] == Part::kPlace) continue;
    for (int i = 0; i < m.source.joints(); ++i) {
      if (taken.contains(i) || m.from.anatomy.part[i] == Part::kPlace ||
          m.from.anatomy.side[i] != m.onto.anatomy.side[j] ||
          bare_name(m.source.name(i)) != bare_name(m.target.name(j))) {
        continue;
      }
      m.match(j, i);
      taken.insert(i);
      break;
    }
  }
}

int named(const Skeleton& skeleton, const std::string& name, const std::string& whose) {
  if (const auto joint = skeleton.find(name)) return *joint;
  const std::string nearest = nearest_word(name, skeleton.names());
  throw UsageError(
      fmt::format("joint map: expected a joint of the {}, found '{}'{}", whose, name,
                  nearest.empty() ? "" : fmt::format("; did you mean '{}'?", nearest)));
}

void override_with(Matching& m, const Overrides& overrides) {
  for (const auto& [target, source] : overrides) {
    const int joint = named(m.target, target, "target");
    m.follows[joint] = source.empty() ? Match{} : Match{named(m.source, source, "source")};
  }
}

void require_a_body(const Matching& m) {
  const auto is_place = [&](int j) { return m.onto.anatomy.part[j] == Part::kPlace; };
  int body = 0;
  int matched = 0;
  for (int j = 0; j < m.target.joints(); ++j) {
    body += is_place(j) ? 0 : 1;
    matched += m.follows[j].is_matched() ? 1 : 0;
  }
  const auto is_followed = [&](const LimbPlan& limb) {
    return m.follows[limb.upper].is_matched() && m.follows[limb.middle].is_matched();
  };
  const bool has_limbs = !m.onto.legs.empty() || !m.onto.arms.empty();
  const bool limbs = std::ranges::any_of(m.onto.legs, is_followed) ||
                     std::ranges::any_of(m.onto.arms, is_followed);
  if (matched > 0 && limbs == has_limbs) return;
  throw UsageError(fmt::format(
      "expected two bodies whose joints can be told by names or structure, found {} of {} joints "
      "of the target in the source; name them with --joint-map FILE",
      matched, body));
}

}  // namespace

JointMap match_joints(const Skeleton& source, const Skeleton& target, const Overrides& overrides,
                      ToldBones target_bones) {
  Matching m{source, target, body_plan_of(source), body_plan_of(target, target_bones),
             std::vector<Match>(static_cast<std::size_t>(target.joints()))};
  if (same_names(m)) {
    match_by_names(m);
  } else {
    match_trunk(m);
    match_limbs(m, m.from.legs, m.onto.legs, false);
    match_limbs(m, m.from.arms, m.onto.arms, true);
    match_the_rest(m);
  }
  override_with(m, overrides);
  require_a_body(m);
  return {std::move(m.follows)};
}

std::vector<std::string> lines_of(const JointMap& map, const Skeleton& source,
                                  const Skeleton& target) {
  std::vector<std::string> lines;
  std::vector<std::string> at_rest;
  std::set<int> used;
  for (int j = 0; j < target.joints(); ++j) {
    const Match& match = map.follows[j];
    if (!match.is_matched()) {
      at_rest.push_back(target.name(j));
      continue;
    }
    used.insert(match.joint);
    if (match.next != Match::kNone) used.insert(match.next);
    lines.push_back(match.next == Match::kNone
                        ? fmt::format("{} <- {}", target.name(j), source.name(match.joint))
                        : fmt::format("{} <- {} to {} ({:.2g})", target.name(j),
                                      source.name(match.joint), source.name(match.next),
                                      match.share));
  }
  std::vector<std::string> left;
  for (int i = 0; i < source.joints(); ++i) {
    if (!used.contains(i)) left.push_back(source.name(i));
  }
  if (!at_rest.empty()) lines.push_back(fmt::format("at rest: {}", fmt::join(at_rest, ", ")));
  if (!left.empty()) lines.push_back(fmt::format("not followed: {}", fmt::join(left, ", ")));
  return lines;
}

}  // namespace poseaae::retarget
