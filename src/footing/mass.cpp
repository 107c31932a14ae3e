#include "footing/mass.hpp"

#include <cmath>
#include <map>
#include <utility>

#include "poseaae/mocap/anatomy.hpp"

namespace poseaae::footing {

using mocap::Part;
using mocap::Side;
using mocap::Vec3;
using mocap::WorldPose;

namespace {

double share_of(Part part) {
  switch (part) {
    case Part::kTorso:
      return 0.43;
    case Part::kHead:
      return 0.07;
    case Part::kArm:
      return 0.05;
    case Part::kLeg:
      return 0.20;
    case Part::kPlace:
    case Part::kOther:
      return 0.0;
  }
  return 0.0;
}

}  // namespace

Mass::Mass(const mocap::Skeleton& skeleton) {
  const mocap::Anatomy anatomy = mocap::anatomy_of(skeleton);
  std::map<std::pair<Part, Side>, double> lengths;
  const auto limb = [&](int j) { return std::pair(anatomy.part[j], anatomy.side[j]); };
  for (int j = 1; j < skeleton.joints(); ++j) lengths[limb(j)] += skeleton.offset(j).norm();
  double total = 0.0;
  for (int j = 1; j < skeleton.joints(); ++j) {
    const int parent = skeleton.parent(j);
    const double length = skeleton.offset(j).norm();
    if (anatomy.part[parent] == Part::kPlace || length <= 0.0) continue;
    const double share = share_of(anatomy.part[j]) * length / lengths[limb(j)];
    if (share > 0.0) bones_.push_back({j, parent, share});
    total += share;
  }
  for (Bone& bone : bones_) bone.share /= total;
}

Vec3 Mass::centre(const WorldPose& pose) const {
  Vec3 sum = Vec3::Zero();
  for (const Bone& bone : bones_) sum += bone.share * middle(bone, pose);
  return sum;
}

double Mass::turn(const WorldPose& from, const WorldPose& to) const {
  const Vec3 a = centre(from);
  const Vec3 b = centre(to);
  double dot = 0.0;
  double cross = 0.0;
  for (const Bone& bone : bones_) {
    const Vec3 p = middle(bone, from) - a;
    const Vec3 q = middle(bone, to) - b;
    dot += bone.share * (p.x() * q.x() + p.z() * q.z());
    cross += bone.share * (p.z() * q.x() - p.x() * q.z());
  }
  constexpr double kThick_m2 = 0.02;  // squared radius of gyration of bones about their middles
  return std::atan2(cross, dot + kThick_m2);
}

}  // namespace poseaae::footing
