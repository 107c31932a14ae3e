#include "poseaae/mocap/mirror.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "poseaae/base/error.hpp"
#include "poseaae/mocap/edit.hpp"
#include "poseaae/mocap/pose_view.hpp"

namespace poseaae::mocap {

namespace {

constexpr int kWorldFrame = 1;  // u = i: the world's mirror is x -> -x

Quat half_turn(int frame) {
  Quat u(0.0, 0.0, 0.0, 0.0);
  (frame == 0 ? u.w() : u.vec()[frame - 1]) = 1.0;
  return u;
}

/// S l = -P l.
Vec3 reflected(int frame, const Vec3& l) {
  Vec3 image = frame == 0 ? Vec3(-l) : l;
  if (frame > 0) image[frame - 1] = -image[frame - 1];
  return image;
}

Quat load(std::span<const double> pose, int joint) {
  return pose.empty() ? Quat::Identity() : PoseView(pose.data()).rotation(joint);
}

/// The bones that leave each joint, to children and end sites: where they lead, and where those of
/// the partner lead.
struct Bones {
  std::vector<Vec3> here;
  std::vector<Vec3> there;
};

Bones bones_of(const Skeleton& skeleton, int joint, const std::vector<int>& partner) {
  Bones bones;
  for (const int child : skeleton.children(joint)) {
    bones.here.push_back(skeleton.offset(child));
    bones.there.push_back(skeleton.offset(partner[child]));
  }
  std::array<std::vector<Vec3>, 2> tips;
  for (const EndSite& site : skeleton.end_sites()) {
    if (site.parent == joint) tips[0].push_back(site.offset);
    if (site.parent == partner[joint]) tips[1].push_back(site.offset);
  }
  if (tips[0].size() == tips[1].size()) {
    bones.here.insert(bones.here.end(), tips[0].begin(), tips[0].end());
    bones.there.insert(bones.there.end(), tips[1].begin(), tips[1].end());
  }
  return bones;
}

/// sum |S l_m(c) - l_c|^2 for each of the four S.
std::array<double, 4> misfits(const Bones& bones) {
  std::array<double, 4> sums{};
  for (int frame = 0; frame < 4; ++frame) {
    for (std::size_t i = 0; i < bones.here.size(); ++i) {
      sums[frame] += (reflected(frame, bones.there[i]) - bones.here[i]).squaredNorm();
    }
  }
  return sums;
}

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

JointMirror::JointMirror(const Skeleton& skeleton, std::span<const double> reference) {
  find_partners(skeleton);
  find_frames(skeleton, reference);
  for (int j = 0; j < joints(); ++j) {
    const int parent = skeleton.parent(j);
    const Quat before = half_turn(parent < 0 ? kWorldFrame : frame_[parent]).conjugate();
    const Quat after = half_turn(frame_[j]);
    const double side =
        (before * load(reference, j) * after).dot(load(reference, partner_[j])) < 0.0 ? -1.0 : 1.0;
    Exchange exchange{};
    for (int source = 0; source < 4; ++source) {
      std::array<double, 4> image{};
      math::store_wxyz(before * half_turn(source) * after, image.data());
      for (int k = 0; k < 4; ++k) {
        if (image[k] == 0.0) continue;
        exchange.from[k] = source;
        exchange.sign[k] = static_cast<float>(side * image[k]);
      }
    }
    exchange_.push_back(exchange);
  }
}

void JointMirror::find_partners(const Skeleton& skeleton) {
  for (int j = 0; j < skeleton.joints(); ++j) {
    const auto other = other_side(skeleton.name(j));
    const auto found = other ? skeleton.find(other->name) : j;
    if (!found) {
      throw UsageError(
          fmt::format("mirroring: joint '{}' has no counterpart, expected '{}' in the skeleton; "
                      "remove the joint (data.remove_joints) or turn data.mirror off",
                      skeleton.name(j), other->name));
    }
    partner_.push_back(*found);
  }
  for (int j = 1; j < joints(); ++j) {
    const int expected = partner_[skeleton.parent(j)];
    const int there = skeleton.parent(partner_[j]);
    if (there == expected) continue;
    throw UsageError(
        fmt::format("mirroring: joint '{}' has the parent '{}', expected '{}', because the parent "
                    "of its counterpart '{}' is '{}'",
                    skeleton.name(partner_[j]), there < 0 ? "nothing" : skeleton.name(there),
                    skeleton.name(expected), skeleton.name(j), skeleton.name(skeleton.parent(j))));
  }
}

void JointMirror::find_frames(const Skeleton& skeleton, std::span<const double> reference) {
  constexpr double kAlike = 0.002;  // of the squared lengths: the bones do not tell these apart
  frame_.assign(partner_.size(), -1);
  for (int j = 0; j < joints(); ++j) {
    if (frame_[j] >= 0) continue;
    const int m = partner_[j];
    const int parent = skeleton.parent(j);
    const Quat before = half_turn(parent < 0 ? kWorldFrame : frame_[parent]).conjugate();
    const Bones bones = bones_of(skeleton, j, partner_);
    const auto misfit = misfits(bones);
    double lengths = 0.0;
    for (const Vec3& bone : bones.here) lengths += bone.squaredNorm();
    // A joint in the middle is its own image: a reflection in a plane, never in a point.
    const int first = m == j ? 1 : 0;
    const double least = *std::min_element(misfit.begin() + first, misfit.end());
    double nearest = std::numeric_limits<double>::infinity();
    // The parent's frame first, which a tie leaves in place.
    std::array<int, 4> order{parent < 0 ? kWorldFrame : frame_[parent], 1, 2, 3};
    if (order[0] != 0) order[static_cast<std::size_t>(order[0])] = 0;
    for (const int frame : order) {
      if (frame < first || misfit[frame] > least + kAlike * lengths) continue;
      const Quat after = half_turn(frame);
      const double angle =
          math::angle_between(before * load(reference, j) * after, load(reference, m)) +
          math::angle_between(before * load(reference, m) * after, load(reference, j));
      if (angle < nearest - 1e-6) {
        nearest = angle;
        frame_[j] = frame_[m] = frame;
      }
    }
    for (const int child : skeleton.children(j)) {
      const Vec3& bone = skeleton.offset(child);
      const Vec3& other = skeleton.offset(partner_[child]);
      constexpr double kShort = 0.02;  // metres: bones whose direction means little
      const double relative =
          (point(j, other) - bone).norm() / std::max(std::min(bone.norm(), other.norm()), kShort);
      if (relative > asymmetry_) {
        asymmetry_ = relative;
        least_symmetric_ = child;
      }
    }
  }
  constexpr double kMax = 0.25;
  if (asymmetry_ > kMax) {
    throw UsageError(
        fmt::format("mirroring: expected the bones to '{}' and '{}' to be mirror images that "
                    "differ by less than {:.0f} % of their length, found {:.0f} %",
                    skeleton.name(least_symmetric_), skeleton.name(partner_[least_symmetric_]),
                    100.0 * kMax, 100.0 * asymmetry_));
  }
}

Quat JointMirror::rotation(int joint, const Quat& q) const {
  const Exchange& exchange = exchange_.at(joint);
  std::array<double, 4> in{};
  std::array<double, 4> out{};
  math::store_wxyz(q, in.data());
  for (int k = 0; k < 4; ++k) out[k] = exchange.sign[k] * in[exchange.from[k]];
  return math::load_wxyz(out.data());
}

Vec3 JointMirror::point(int joint, const Vec3& l) const {
  return reflected(joint < 0 ? kWorldFrame : frame_.at(joint), l);
}

void JointMirror::pose(std::span<const float> from, std::span<float> to) const {
  for (std::size_t j = 0; j < exchange_.size(); ++j) {
    const Exchange& exchange = exchange_[j];
    const float* in = PoseView(from.data()).at(static_cast<int>(j));
    float* out = PoseView(to.data()).at(partner_[j]);
    for (int k = 0; k < 4; ++k) out[k] = exchange.sign[k] * in[exchange.from[k]];
  }
}

Motion mirror(const Motion& motion) {
  const Skeleton& skeleton = motion.skeleton();
  const JointMirror glass(skeleton,
                          motion.frames() > 0 ? rough_mean(motion) : std::vector<double>{});
  std::vector<Vec3> offsets(skeleton.offsets().size());
  for (int j = 0; j < motion.joints(); ++j) {
    offsets[glass.partner(j)] = glass.point(skeleton.parent(j), skeleton.offset(j));
  }
  std::vector<EndSite> sites;
  for (const EndSite& site : skeleton.end_sites()) {
    const auto other = other_side(site.name);
    sites.push_back({glass.partner(site.parent), glass.point(site.parent, site.offset),
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
    for (const Vec3& l : track) there.push_back(glass.point(skeleton.parent(joint), l));
    image.set_translation(glass.partner(joint), std::move(there));
  }
  return image;
}

}  // namespace poseaae::mocap
