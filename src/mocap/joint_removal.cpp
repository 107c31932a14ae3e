#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "poseaae/base/error.hpp"
#include "poseaae/base/paths.hpp"
#include "poseaae/mocap/edit.hpp"

namespace poseaae::mocap {

namespace {

constexpr double kStill = 1e-9;  // metres; above what rounding does to composed offsets

/// Which joints stay, and the chain of joints that each of them replaces.
class Survivors {
 public:
  Survivors(const Skeleton& skeleton, const std::vector<bool>& removed)
      : skeleton_(skeleton), new_index_(removed.size(), -1) {
    for (int j = 0; j < skeleton.joints(); ++j) {
      if (removed[j]) continue;
      new_index_[j] = static_cast<int>(kept_.size());
      kept_.push_back(j);
    }
  }

  [[nodiscard]] const std::vector<int>& kept() const { return kept_; }

  /// The nearest ancestor that stays, or -1.
  [[nodiscard]] int parent(int joint) const {
    int ancestor = skeleton_.parent(joint);
    while (ancestor >= 0 && new_index_[ancestor] < 0) ancestor = skeleton_.parent(ancestor);
    return ancestor;
  }

  /// The removed ancestors up to parent(joint), topmost first, and the joint itself.
  [[nodiscard]] std::vector<int> chain(int joint) const {
    std::vector<int> links;
    for (int j = joint; j != parent(joint); j = skeleton_.parent(j)) links.push_back(j);
    std::reverse(links.begin(), links.end());
    return links;
  }

  [[nodiscard]] Skeleton reduced() const {
    std::vector<std::string> names;
    std::vector<int> parents;
    std::vector<Vec3> offsets;
    for (const int j : kept_) {
      const int up = parent(j);
      names.push_back(skeleton_.name(j));
      parents.push_back(up < 0 ? -1 : new_index_[up]);
      offsets.push_back(rest_offset(j));
    }
    return {std::move(names), std::move(parents), std::move(offsets), end_sites()};
  }

 private:
  /// From parent(joint) with all rotations identity.
  [[nodiscard]] Vec3 rest_offset(int joint) const {
    Vec3 offset = Vec3::Zero();
    for (const int j : chain(joint)) offset += skeleton_.offset(j);
    return offset;
  }

  [[nodiscard]] std::vector<EndSite> end_sites() const {
    std::vector<EndSite> sites;
    for (EndSite site : skeleton_.end_sites()) {
      if (new_index_[site.parent] < 0) continue;
      site.parent = new_index_[site.parent];
      sites.push_back(std::move(site));
    }
    for (int j = 0; j < skeleton_.joints(); ++j) {
      const bool removed_tip = new_index_[j] < 0 && skeleton_.children(j).empty();
      if (!removed_tip || parent(j) < 0) continue;
      sites.push_back({new_index_[parent(j)], rest_offset(j), skeleton_.name(j)});
    }
    std::stable_sort(sites.begin(), sites.end(),
                     [](const EndSite& a, const EndSite& b) { return a.parent < b.parent; });
    return sites;
  }

  const Skeleton& skeleton_;
  std::vector<int> new_index_;  ///< -1 where removed
  std::vector<int> kept_;
};

std::vector<bool> matched_joints(const Skeleton& skeleton,
                                 const std::vector<std::string>& patterns) {
  std::vector<bool> matched(skeleton.parents().size(), false);
  for (const std::string& pattern : patterns) {
    for (int j = 0; j < skeleton.joints(); ++j) {
      if (matches_joint(skeleton.name(j), pattern)) matched[j] = true;
    }
  }
  return matched;
}

void require_one_root(const Skeleton& skeleton, const Survivors& survivors) {
  std::vector<std::string> roots;
  for (const int j : survivors.kept()) {
    if (survivors.parent(j) < 0) roots.push_back(skeleton.name(j));
  }
  if (roots.empty())
    throw UsageError(
        "joint removal: expected at least one joint to stay, found all of them removed");
  if (roots.size() > 1) {
    throw UsageError(
        fmt::format("joint removal: without its root '{}' the skeleton falls apart into {}; "
                    "keep the root, or remove all of these but one",
                    skeleton.name(0), fmt::join(roots, ", ")));
  }
}

}  // namespace

std::vector<std::string> unmatched_patterns(const Skeleton& skeleton,
                                            const std::vector<std::string>& patterns) {
  std::vector<std::string> unmatched;
  for (const std::string& pattern : patterns) {
    const auto is_meant = [&](const std::string& name) { return matches_joint(name, pattern); };
    if (std::ranges::none_of(skeleton.names(), is_meant)) unmatched.push_back(pattern);
  }
  return unmatched;
}

std::string unmatched_line(const Skeleton& skeleton, const std::string& pattern) {
  const std::string line = fmt::format("joint removal: no joint matches '{}'", pattern);
  if (is_pattern(pattern)) return line;
  const std::string near = nearest_word(pattern, skeleton.names());
  return line + (near.empty() ? fmt::format("; there are {}", fmt::join(skeleton.names(), ", "))
                              : fmt::format("; did you mean '{}'?", near));
}

Motion remove_joints(const Motion& motion, const std::vector<std::string>& patterns) {
  const Skeleton& skeleton = motion.skeleton();
  const Survivors survivors(skeleton, matched_joints(skeleton, patterns));
  require_one_root(skeleton, survivors);

  Motion reduced(survivors.reduced(), motion.fps(), motion.frames());
  for (int j = 0; j < reduced.joints(); ++j) {
    const std::vector<int> chain = survivors.chain(survivors.kept()[j]);
    const int own = chain.front();
    // A joint that replaces nothing keeps its numbers as they are.
    const bool tracked = chain.size() > 1 || (own > 0 && motion.translations().contains(own));
    std::vector<Vec3> track;
    double farthest = 0.0;
    for (int t = 0; t < motion.frames(); ++t) {
      Vec3 position = Vec3::Zero();
      Quat rotation = Quat::Identity();
      for (const int link : chain) {
        position += rotation * motion.local_position(t, link);
        rotation = rotation * motion.rotation(t, link);
      }
      reduced.set_rotation(t, j, rotation);
      if (j == 0) reduced.set_root_position(t, position);
      if (j == 0 || !tracked) continue;
      track.push_back(position);
      farthest = std::max(farthest, (position - reduced.skeleton().offset(j)).norm());
    }
    if (farthest > kStill) reduced.set_translation(j, std::move(track));
  }
  return reduced;
}

namespace {

/// True when removing any of the joints in `still` leaves one tree: the still joints from the root
/// on are links of a chain that does not branch.
bool replaceable_root(const Skeleton& skeleton, const std::vector<bool>& still) {
  int joint = 0;
  while (still[joint]) {
    const std::vector<int> children = skeleton.children(joint);
    if (children.size() != 1) return false;
    joint = children.front();
  }
  return true;
}

}  // namespace

std::vector<std::string> static_joints(const Motion& motion, double tolerance) {
  const Skeleton& skeleton = motion.skeleton();
  std::vector<bool> still(skeleton.parents().size(), motion.frames() > 1);
  for (int j = 0; j < motion.joints(); ++j) {
    const auto stays = [&](int t) {
      return math::angle_between(motion.rotation(0, j), motion.rotation(t, j)) <= tolerance;
    };
    for (int t = 1; t < motion.frames() && still[j]; ++t) still[j] = stays(t);
  }
  if (!replaceable_root(skeleton, still)) still[0] = false;
  std::vector<std::string> names;
  for (int j = 0; j < motion.joints(); ++j) {
    if (still[j]) names.push_back(skeleton.name(j));
  }
  return names;
}

}  // namespace poseaae::mocap
