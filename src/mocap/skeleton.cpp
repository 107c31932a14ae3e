#include "poseaae/mocap/skeleton.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "poseaae/base/error.hpp"

namespace poseaae::mocap {

Skeleton::Skeleton(std::vector<std::string> names, std::vector<int> parents,
                   std::vector<Vec3> offsets, std::vector<EndSite> end_sites)
    : names_(std::move(names)),
      parents_(std::move(parents)),
      offsets_(std::move(offsets)),
      end_sites_(std::move(end_sites)) {
  if (parents_.empty()) throw Error("skeleton: expected at least one joint, found none");
  if (names_.size() != parents_.size() || offsets_.size() != parents_.size()) {
    throw Error(
        fmt::format("skeleton: expected one name and one offset per joint, found {} joints, {} "
                    "names and {} offsets",
                    parents_.size(), names_.size(), offsets_.size()));
  }
  std::set<std::string_view> seen;
  for (int j = 0; j < joints(); ++j) {
    const int parent = parents_[j];
    if (j == 0 ? parent != -1 : (parent < 0 || parent >= j)) {
      throw Error(fmt::format("joint {} '{}': expected {}, found parent {}", j, names_[j],
                              j == 0 ? "a root (parent -1)" : "a parent that comes before it",
                              parent));
    }
    if (names_[j].empty() || !seen.insert(names_[j]).second) {
      throw Error(fmt::format("joint {}: expected a name that no other joint has, found '{}'", j,
                              names_[j]));
    }
    if (!offsets_[j].allFinite()) {
      throw Error(fmt::format("joint '{}': expected a finite offset", names_[j]));
    }
  }
  for (const EndSite& site : end_sites_) {
    if (site.parent < 0 || site.parent >= joints() || !site.offset.allFinite()) {
      throw Error(
          fmt::format("end site '{}': expected a joint below {} and a finite offset, found "
                      "joint {}",
                      site.name, joints(), site.parent));
    }
  }
}

std::optional<int> Skeleton::find(std::string_view name) const {
  const auto found = std::find(names_.begin(), names_.end(), name);
  if (found == names_.end()) return std::nullopt;
  return static_cast<int>(found - names_.begin());
}

std::optional<int> Skeleton::first_difference(const Skeleton& other) const {
  const auto same = [&](int j) { return name(j) == other.name(j) && parent(j) == other.parent(j); };
  int j = 0;
  while (j < std::min(joints(), other.joints()) && same(j)) ++j;
  return j == std::max(joints(), other.joints()) ? std::nullopt : std::optional(j);
}

std::vector<int> Skeleton::children(int joint) const {
  std::vector<int> found;
  for (int j = joint + 1; j < joints(); ++j) {
    if (parents_[j] == joint) found.push_back(j);
  }
  return found;
}

std::vector<std::vector<int>> Skeleton::levels() const {
  std::vector<std::size_t> depth(parents_.size(), 0);
  std::vector<std::vector<int>> by_depth(1, {0});
  for (int j = 1; j < joints(); ++j) {
    depth[j] = depth[parents_[j]] + 1;
    if (depth[j] == by_depth.size()) by_depth.emplace_back();
    by_depth[depth[j]].push_back(j);
  }
  return by_depth;
}

namespace {

/// Where the body begins: the first joint with several children, or the root where none has.
/// Bones above it lead from the origin of the room to the body, and may be metres long.
int first_branch(const Skeleton& skeleton) {
  int joint = 0;
  while (true) {
    const std::vector<int> children = skeleton.children(joint);
    if (children.empty()) return 0;
    if (children.size() > 1) return joint;
    joint = children.front();
  }
}

}  // namespace

double Skeleton::height() const {
  const int body = first_branch(*this);
  std::vector<Vec3> rest(parents_.size(), Vec3::Zero());
  std::vector<double> chain(parents_.size(), 0.0);
  Vec3 low = Vec3::Zero();
  Vec3 high = Vec3::Zero();
  double longest = 0.0;
  const auto reach = [&](const Vec3& point, double length) {
    low = low.cwiseMin(point);
    high = high.cwiseMax(point);
    longest = std::max(longest, length);
  };
  for (int j = body + 1; j < joints(); ++j) {
    rest[j] = rest[parents_[j]] + offsets_[j];
    chain[j] = chain[parents_[j]] + offsets_[j].norm();
    reach(rest[j], chain[j]);
  }
  for (const EndSite& site : end_sites_) {
    if (site.parent < body) continue;
    reach(rest[site.parent] + site.offset, chain[site.parent] + site.offset.norm());
  }
  return std::max((high - low).maxCoeff(), longest);
}

}  // namespace poseaae::mocap
