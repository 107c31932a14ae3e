#include "poseaae/mocap/mirror.hpp"

#include <algorithm>

#include "poseaae/mocap/edit.hpp"

namespace poseaae::mocap {

namespace {

/// The mean of each joint's rotations over a clip, roughly (normalised sums); J x 4.
std::vector<double> rough_mean(const Motion& motion) {
  std::vector<double> mean;
  for (int j = 0; j < motion.joints(); ++j) {
    Eigen::Vector4d sum = Eigen::Vector4d::Zero();
    for (int t = 0; t < motion.frames(); ++t) {
      sum += math::same_hemisphere(motion.rotation(t, j), motion.rotation(0, j)).coeffs();
    }
    const Quat q = Quat(sum).normalized();
    mean.insert(mean.end(), {q.w(), q.x(), q.y(), q.z()});
  }
  return mean;
}

}  // namespace

Motion mirror(const Motion& motion) {
  const Skeleton& skeleton = motion.skeleton();
  const JointMirror glass(skeleton,
                          motion.frames() > 0 ? rough_mean(motion) : std::vector<double>{});
  std::vector<Vec3> offsets(skeleton.offsets().size());
  const auto place = [&](int joint, int parent, const Vec3& l) -> Vec3 {
    return glass.is_mirrored(joint) ? glass.point(parent, l) : l;
  };
  for (int j = 0; j < motion.joints(); ++j) {
    offsets[glass.partner(j)] = place(j, skeleton.parent(j), skeleton.offset(j));
  }
  std::vector<EndSite> sites;
  for (const EndSite& site : skeleton.end_sites()) {
    const auto other = other_side(site.name);
    sites.push_back({glass.partner(site.parent), place(site.parent, site.parent, site.offset),
                     other ? other->name : site.name});
  }
  std::stable_sort(sites.begin(), sites.end(),
                   [](const EndSite& a, const EndSite& b) { return a.parent < b.parent; });
  Motion image({skeleton.names(), skeleton.parents(), offsets, sites}, motion.fps(),
               motion.frames());
  for (int t = 0; t < motion.frames(); ++t) {
    image.set_root_position(t, glass.point(-1, motion.root_position(t)));
    for (int j = 0; j < motion.joints(); ++j) {
      image.set_rotation(t, glass.partner(j), glass.rotation(j, motion.rotation(t, j)));
    }
  }
  for (const auto& [joint, track] : motion.translations()) {
    std::vector<Vec3> there;
    for (const Vec3& l : track) there.push_back(place(joint, skeleton.parent(joint), l));
    image.set_translation(glass.partner(joint), std::move(there));
  }
  return image;
}

}  // namespace poseaae::mocap
