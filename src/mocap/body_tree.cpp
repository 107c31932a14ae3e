#include "body_tree.hpp"

#include <algorithm>
#include <numeric>

namespace poseaae::mocap {

BodyTree::BodyTree(const Skeleton& skeleton)
    : skeleton_(skeleton),
      children_(skeleton.joints()),
      at_(skeleton.joints(), Vec3::Zero()),
      end_(skeleton.joints(), Vec3::Zero()),
      size_(skeleton.joints(), 1),
      reach_(skeleton.joints(), 0.0),
      tip_(skeleton.joints()) {
  std::iota(tip_.begin(), tip_.end(), 0);
  for (int j = 1; j < joints(); ++j) {
    at_[j] = at_[parent(j)] + skeleton.offset(j);
    children_[parent(j)].push_back(j);
  }
  for (const EndSite& site : skeleton.end_sites()) {
    if (site.offset.norm() > end_[site.parent].norm()) end_[site.parent] = site.offset;
  }
  for (int j = 0; j < joints(); ++j) reach_[j] = end_[j].norm();
  for (int j = joints() - 1; j > 0; --j) {
    const int up = parent(j);
    size_[up] += size_[j];
    const double way = reach_[j] + skeleton.offset(j).norm();
    // Of equal ways the first child's; from below, children come last first.
    if (way >= reach_[up] || tip_[up] == up) tip_[up] = tip_[j];
    reach_[up] = std::max(reach_[up], way);
  }
}

std::vector<int> BodyTree::branch(int joint) const {
  std::vector<int> found{joint};
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::vector<int>& below = children_[found[i]];
    found.insert(found.end(), below.begin(), below.end());
  }
  return found;
}

int BodyTree::common_ancestor(int a, int b) const {
  while (a != b) {
    if (a > b) {
      a = parent(a);
    } else {
      b = parent(b);
    }
  }
  return a;
}

bool BodyTree::is_within(int joint, int ancestor) const {
  while (joint > ancestor) joint = parent(joint);
  return joint == ancestor;
}

}  // namespace poseaae::mocap
